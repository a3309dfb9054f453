"""No page keeps the database busy for long: a limit on every statement of a web process.

Said anew in each transaction: behind a pooler a session is not a process's own.
"""

from django.conf import settings
from django.db import connections

from accounts.database import first_statement


def limit() -> None:
    """From now on, in this process; connections it has are closed, to be made anew."""
    first_statement.always(statement)
    connections.close_all()


def statement() -> str:
    """SQL that sets it for the transaction."""
    return f"SET LOCAL statement_timeout = {settings.PAGE_STATEMENT_SECONDS * 1000}"
