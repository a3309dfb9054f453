"""The wiring as a Django app, and the staff site as Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class ConfigApp(AppConfig):
    name = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every process, not only the workers, know the broker tasks are sent to."""
        from config import celery  # noqa: F401


class StaffAdminConfig(AdminConfig):
    default_site = "config.site.StaffSite"
