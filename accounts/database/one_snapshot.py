"""Reading many tables as they stood at one moment."""

from django.db import connection

from accounts.database import first_statement

_READING = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


def read_at_one_moment() -> None:
    """From here to its end the transaction sees one moment and writes nothing. Call it first in the
    outermost `atomic()`; inside another one it does nothing."""
    if connection.savepoint_ids:
        return
    connection.ensure_connection()
    # Past our own cursor, which may say first who acts: this must come before any query.
    first_statement.at_once(_READING)
    first_statement.say_now()
