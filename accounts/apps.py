"""Who: staff, customers, loans, holds, and the files they come from."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.roles import sync_roles

        # After every migration the groups are what the table in accounts.roles says.
        post_migrate.connect(sync_roles, dispatch_uid="accounts.sync_roles")
