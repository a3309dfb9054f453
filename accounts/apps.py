"""Who: staff, customers, loans, holds, and the files they come from."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from accounts.database import first_statement, guards

guards.install()


class AccountsConfig(AppConfig):
    name = "accounts"
    verbose_name = _("People and loans")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from accounts.access.roles import sync_roles
        from accounts.access.team import tell_database
        from accounts.audit.vouching import give_key, on_connection, to_say
        from accounts.signin import attempts, sessions

        # After every migration the groups are what the table in accounts.access.roles says.
        post_migrate.connect(sync_roles, dispatch_uid="accounts.sync_roles")
        post_migrate.connect(give_key, sender=self, dispatch_uid="accounts.give_key")
        post_migrate.connect(
            guards.keep_names, sender=self, dispatch_uid="accounts.database.keep_names"
        )
        connection_created.connect(on_connection, dispatch_uid="accounts.on_connection")
        connection_created.connect(
            first_statement.on_connection, dispatch_uid="accounts.database.first_statement"
        )
        first_statement.always(to_say)
        post_migrate.connect(tell_database, sender=self, dispatch_uid="accounts.tell_database")
        user_logged_in.connect(sessions.begun, dispatch_uid="accounts.session_begun")
        user_logged_out.connect(sessions.signed_out, dispatch_uid="accounts.session_signed_out")
        user_logged_out.connect(attempts.signed_out, dispatch_uid="accounts.signed_out")
