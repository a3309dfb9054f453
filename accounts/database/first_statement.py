"""What is said to the database with the first statement of every transaction.

Nothing is left in a session: a pooler that gives each transaction another connection (PgBouncer)
mixes no people, and no setting of one process reaches another's work. What is said travels in the
same message as the first statement, so that it costs no way to the server and back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from psycopg2 import sql as composing
from psycopg2.extensions import TRANSACTION_STATUS_IDLE, TRANSACTION_STATUS_INTRANS

Sayer = Callable[[], str]
"""SQL without parameters, or an empty text when there is nothing to say."""

_always: list[Sayer] = []
_for_now: ContextVar[tuple[str, ...]] = ContextVar("said_for_now", default=())


def always(sayer: Sayer) -> None:
    """From now on in this process; registering it again changes nothing."""
    if sayer not in _always:
        _always.append(sayer)


@contextmanager
def also(statement: str) -> Iterator[None]:
    """With the first statement of every transaction begun inside; in the one that is open, at
    once."""
    before = _for_now.get()
    token = _for_now.set((*before, statement))
    if is_open():
        at_once(statement)
    try:
        yield
    finally:
        _for_now.reset(token)


def is_open() -> bool:
    """Whether a transaction is, and has not failed."""
    return bool(_status() == TRANSACTION_STATUS_INTRANS)


def at_once(sql: str) -> None:
    """Past our own cursor."""
    with connection.connection.cursor() as cursor:
        cursor.execute(sql)


def on_connection(connection: Any, **_kwargs: Any) -> None:
    """Of `connection_created`."""
    if _say_first not in connection.execute_wrappers:
        connection.execute_wrappers.append(_say_first)


def say_now() -> None:
    """In a transaction that was begun past our own cursor."""
    if before := _due():
        at_once(before)


def _status() -> int | None:
    raw = connection.connection
    return None if raw is None or raw.closed else raw.info.transaction_status


def _due() -> str:
    said = [*(sayer() for sayer in _always), *_for_now.get()]
    return "; ".join([each for each in said if each])


def _say_first(
    execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: dict[str, Any]
) -> Any:
    """The first statement of a transaction, one outside any included, brings it along."""
    if _status() != TRANSACTION_STATUS_IDLE or not (before := _due()):
        return execute(sql, params, many, context)
    if (
        context["cursor"].cursor.name is not None
    ):  # a cursor of the server takes no second statement
        return _say_before_cursor(before, lambda: execute(sql, params, many, context))
    if isinstance(sql, composing.Composable):
        sql = sql.as_string(connection.connection)
    elif isinstance(sql, bytes):  # as psycopg2's execute_values sends it
        sql = sql.decode()
    if params is not None:
        before = before.replace("%", "%%")
    return execute(f"{before}; {sql}", params, many, context)


def _say_before_cursor(before: str, declare: Callable[[], Any]) -> Any:
    """In the cursor's own transaction; one that is kept beyond it (WITH HOLD) has it ended."""
    is_kept = not connection.in_atomic_block
    at_once(f"BEGIN; {before}" if is_kept else before)
    try:
        return declare()
    finally:
        if is_kept:
            at_once("COMMIT")
