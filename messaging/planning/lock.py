"""One planner per run: a lock of the transaction, gone with it however it ends.

Not of the session: behind a pooler the next statement may run in another one, and a lock that is
held there stays.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused

LOCK_CLASS = 0x48_0001
"""Names our locks among all advisory locks of the database; the second half is the run's id."""


@contextmanager
def sole_planner(run_id: int) -> Iterator[None]:
    """A transaction in which nobody else plans this run; Refused at once when somebody does."""
    with transaction.atomic():
        if not _ask("SELECT pg_try_advisory_xact_lock(%s, %s)", LOCK_CLASS, run_id):
            raise Refused(_("This run is being planned right now. Wait for that to end."))
        yield


def is_being_planned(run_id: int) -> bool:
    """Whether some process holds the run's lock."""
    return _ask(
        "SELECT EXISTS (SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted "
        "AND database = (SELECT oid FROM pg_database WHERE datname = current_database()) "
        "AND classid = %s AND objid = %s)",
        LOCK_CLASS,
        run_id,
    )


def _ask(sql: str, *arguments: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        return bool(cursor.fetchone()[0])
