"""One planner per run: a lock of the database session, gone with it when a process is killed."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.utils.translation import gettext as _

from accounts.errors import Refused

LOCK_CLASS = 0x48_0001
"""Names our locks among all advisory locks of the database; the second half is the run's id."""


@contextmanager
def sole_planner(run_id: int) -> Iterator[None]:
    """Hold the run's lock, or raise Refused at once when somebody else does."""
    if not _ask("SELECT pg_try_advisory_lock(%s, %s)", LOCK_CLASS, run_id):
        raise Refused(_("This run is being planned right now. Wait for that to end."))
    try:
        yield
    finally:
        if connection.connection is not None and not connection.needs_rollback:
            _ask("SELECT pg_advisory_unlock(%s, %s)", LOCK_CLASS, run_id)


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
