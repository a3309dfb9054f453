"""What a sending worker asks of the database in each of its transactions, while it sends.

A worker that stalls in the middle of a transaction holds locks that an opt-out or an emergency stop
waits for; PostgreSQL ends such a session after a while, and everything it had not committed is as
if it never was. And what it said is committed has to be: "on the wire" may not be lost in a crash,
whatever the server's default.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from accounts.database import first_statement

STALLED_SECONDS = 30.0
"""Longer than any work between two statements of a claim."""

_ASK = """
SELECT set_config('idle_in_transaction_session_timeout', '{milliseconds}', true),
    set_config('synchronous_commit', CASE current_setting('synchronous_commit')
        WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, true)
"""


@contextmanager
def guarded() -> Iterator[None]:
    """Around everything one tick does; each of its transactions asks for it anew, so that nothing
    is left in a session, which may be another's next."""
    asked = _ASK.strip().format(milliseconds=round(STALLED_SECONDS * 1000))
    with first_statement.also(asked):
        yield
