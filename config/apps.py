"""The wiring as a Django app, and the staff site as Django's admin."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate, pre_migrate


class ConfigApp(AppConfig):
    name = "config"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let every process, not only the workers, know the broker tasks are sent to; after every
        migration the roles of the database may do what they should."""
        from accounts.audit import vouching
        from config import celery, migration_marks  # noqa: F401
        from config.database_roles import granting, process

        if process.kind != "owner":
            vouching.speak_as_software()
        post_migrate.connect(granting.grant, sender=self, dispatch_uid="config.grant")
        pre_migrate.connect(migration_marks.check, sender=self, dispatch_uid="config.check_marks")
        post_migrate.connect(migration_marks.keep, sender=self, dispatch_uid="config.keep_marks")


class StaffAdminConfig(AdminConfig):
    default_site = "config.staff.site.StaffSite"
