"""Starting the sandbox anew: all business data goes, people and their training stay."""

from django.apps import apps
from django.conf import settings
from django.db import connection, transaction

KEPT = frozenset({"accounts_user", "accounts_trainingcourse", "accounts_trainingrecord"})


@transaction.atomic
def empty() -> None:
    """Empty every table of ours but staff and training. TRUNCATE passes no row trigger."""
    if not settings.SANDBOX:
        raise RuntimeError("Only a sandbox can be emptied.")
    tables = [
        model._meta.db_table
        for label in ("accounts", "messaging", "feedback", "config")
        for model in apps.get_app_config(label).get_models()
        if model._meta.db_table not in KEPT
    ]
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
