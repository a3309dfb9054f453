"""Starting the sandbox anew: all business data goes; people, their training and where they are
signed in stay."""

from django.apps import apps
from django.conf import settings
from django.db import OperationalError, connection, transaction
from psycopg2.errors import DeadlockDetected

from config.processes import installation

KEPT = frozenset(
    {
        "accounts_user",
        "accounts_factor",
        "accounts_recoverycode",
        "accounts_staffsession",
        "accounts_trainingcourse",
        "accounts_trainingrecord",
    }
)


TRIES = 10


def empty() -> None:
    """Empty every table of ours but staff and training, beside workers that go on working.

    They take the tables in another order than this does; whoever the database picks to give way in
    a deadlock tries again.
    """
    if not settings.SANDBOX or installation.mode() != installation.SANDBOX:
        raise RuntimeError("Only a sandbox can be emptied.")
    for left in reversed(range(TRIES)):
        try:
            _truncate()
        except OperationalError as error:
            if not left or not isinstance(error.__cause__, DeadlockDetected):
                raise
        else:
            return


@transaction.atomic
def _truncate() -> None:
    """TRUNCATE passes no row trigger."""
    tables = [
        model._meta.db_table
        for label in ("accounts", "messaging", "feedback", "config")
        for model in apps.get_app_config(label).get_models()
        if model._meta.db_table not in KEPT
    ]
    names = ", ".join(connection.ops.quote_name(table) for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {names} RESTART IDENTITY")
