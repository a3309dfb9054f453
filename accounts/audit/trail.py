"""Who is acting, said to the database for its audit triggers (architecture 4.10).

The triggers on edited tables write one `AuditEntry` per changed row with the actor, source and
reason said here. Bulk paths write no entry a row: they record a single one, with the file's hash.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Literal

from django.db import connection

from accounts.audit import vouching

Purpose = Literal["import", "retention", "rotation"]


@contextmanager
def acting(
    *, user: Any = None, source: str, reason: str = "", lenders: str | None = None
) -> Iterator[None]:
    """Everything written inside is recorded as done by `user` (None: the software itself). Pages
    see the people of `lenders` (accounts.access.lenders); None: of whom they saw before."""
    before = vouching.said()
    actor = str(user.pk) if user is not None and user.pk else ""
    if lenders is None:
        lenders = before.lenders if before else ""
    vouching.say(vouching.Said(actor, source, reason, lenders=lenders))
    try:
        yield
    finally:
        vouching.say(before)


def because(reason: str) -> None:
    """Give the reason of what follows in this transaction; outside of one, of what follows in this
    acting block. Kept longer, it would stand beside what else is done in it."""
    before = vouching.said()
    if before is None or connection.in_atomic_block:
        now = replace(before or vouching.Said(), reason=reason, _signed=None)
        vouching.say_in_this_transaction(now)
    else:
        vouching.say(replace(before, reason=reason, _signed=None))


def in_bulk(purpose: Purpose) -> None:
    """No entry a row until this transaction ends, or `end_bulk`. Call inside `atomic()`."""
    now = vouching.database_time()
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT huancui_begin_bulk(%s, %s, %s)",
            [now, purpose, vouching.sign("bulk", str(now), purpose)],
        )


def end_bulk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('huancui.bulk', '', true)")


def record(*, action: str, table: str, row_id: str, after: dict[str, Any]) -> None:
    """One entry written by the software itself: an import, a reveal, an export."""
    from accounts.models import AuditEntry

    AuditEntry.objects.record(action=action, table=table, row_id=row_id, after=after)
