"""The wiring as a Django app, and the staff site as Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigApp(AppConfig):
    name = "config"
    default_auto_field = "django.db.models.BigAutoField"


class StaffAdminConfig(AdminConfig):
    default_site = "config.site.StaffSite"
