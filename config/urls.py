"""Where everything is found. Staff pages under /staff/, webhooks and customer pages beside."""

from django.contrib import admin
from django.urls import include, path

from config.http import health
from config.http.api import api
from config.http.home import home
from config.staff.passwords import SetPassword, SetPasswordInTwoParts
from config.watching import metrics

urlpatterns = [
    path("", home),
    path("healthz", health.alive),
    path("readyz", health.ready),
    path("metrics", metrics.metrics),
    path("api/v1/", api.urls),
    path("c/", include("feedback.pages.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("staff/set-password/<uidb64>/<token>/", SetPassword.as_view(), name="set_password"),
    path(
        "staff/set-password/<uidb64>/<int:request_id>/<token>/",
        SetPasswordInTwoParts.as_view(),
        name="set_password_in_two_parts",
    ),
    path("staff/", admin.site.urls),
    path("gateways/", include("messaging.inbound.web.urls")),
]

handler400 = "config.http.errors.bad_request"
handler403 = "config.http.errors.forbidden"
handler404 = "config.http.errors.not_found"
handler500 = "config.http.errors.broken"
