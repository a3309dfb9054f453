"""Where everything is found. Staff pages under /staff/, webhooks and customer pages beside."""

from django.contrib import admin
from django.urls import include, path

from config.home import home

urlpatterns = [
    path("", home),
    path("c/", include("feedback.pages.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("staff/", admin.site.urls),
    path("gateways/", include("messaging.inbound.webhooks.urls")),
]
