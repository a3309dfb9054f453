"""Which tables a request changed.

PostgreSQL's own counters of the transaction say cheaply that nothing was written. They count what
was undone again as well, so what they name is looked at once more, row by row.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction

COUNTED = """
SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables
WHERE n_tup_ins + n_tup_upd + n_tup_del > 0
"""
SIGNS_OF_LIFE = {"accounts_staffsession", "django_session"}
"""Written by the very asking: that the session is in use."""


def of(asked: Callable[[], Any]) -> tuple[Any, set[str]]:
    """What it answered, and the tables it changed. All it does is undone."""
    before = _counted()
    with _undone():
        answer = _answered(asked)
    now = _counted()
    touched = {name for name in now if now[name] != before.get(name)} - SIGNS_OF_LIFE
    if not touched:
        return answer, touched
    with _undone():
        rows = {name: _rows(name) for name in touched}
        answer = _answered(asked)
        return answer, {name for name in touched if _rows(name) != rows[name]}


def _answered(asked: Callable[[], Any]) -> Any:
    answer = asked()
    if getattr(answer, "streaming", False):
        list(answer.streaming_content)
    return answer


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _rows(table: str) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT t::text FROM "{table}" t ORDER BY 1')
        return cursor.fetchall()


def _counted() -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(COUNTED)
        return dict(cursor.fetchall())
