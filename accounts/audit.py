"""Who is acting, said to the database for its audit triggers (DESIGN 4.10).

The triggers on edited tables write one `AuditEntry` per changed row with the actor, source and
reason set here. Bulk imports switch the row triggers off for their transaction and record a single
entry with the file's hash instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def acting(*, user: Any = None, source: str, reason: str = "") -> Iterator[None]:
    """Everything written inside is recorded as done by `user` (None: the software itself)."""
    _set(actor=str(user.pk) if user is not None and user.pk else "", source=source, reason=reason)
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.connection is not None:
            _set(actor="", source="", reason="")


def because(reason: str) -> None:
    """Give the reason of what follows in this acting block."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huancui.reason', %s, false)", [reason])


def in_bulk() -> None:
    """Switch row-level audit off until this transaction ends. Call inside `atomic()`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huancui.bulk', 'on', true)")


def record(*, action: str, table: str, row_id: str, after: dict[str, Any]) -> None:
    """One entry written by the software itself: an import, a reveal, an export."""
    from accounts.models import AuditEntry

    AuditEntry.objects.record(action=action, table=table, row_id=row_id, after=after)


def _set(*, actor: str, source: str, reason: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('huancui.actor', %s, false), "
            "set_config('huancui.source', %s, false), set_config('huancui.reason', %s, false)",
            [actor, source, reason],
        )
