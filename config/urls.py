"""Where everything is found. Staff pages under /staff/, the doors and customer pages beside it."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("staff/", admin.site.urls),
    path("gateways/", include("messaging.inbound.urls")),
]
