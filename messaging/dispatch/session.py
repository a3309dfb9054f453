"""What a sending worker asks of its database session, while it sends.

A worker that stalls in the middle of a transaction holds locks that an opt-out or an emergency stop
waits for; PostgreSQL ends such a session after a while, and everything it had not committed is as
if it never was. And what it said is committed has to be: "on the wire" may not be lost in a crash,
whatever the server's default.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import InterfaceError, OperationalError, connection

STALLED_SECONDS = 30.0
"""Longer than any work between two statements of a claim."""

_ASK = """
SELECT set_config('idle_in_transaction_session_timeout', %s, false),
    set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)
"""
_TAKE_BACK = "RESET idle_in_transaction_session_timeout; RESET synchronous_commit"


@contextmanager
def guarded() -> Iterator[None]:
    """Around everything one tick does; other work in the same session is as it was before."""
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [str(round(STALLED_SECONDS * 1000))])
    try:
        yield
    finally:
        _take_back()


def _take_back() -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute(_TAKE_BACK)
    except (OperationalError, InterfaceError):
        connection.close()  # a new one has nothing to take back
