"""Acts over as many rows as there are: the limit on statements of pages does not hold for them.

A page that shows something is stopped after a while (config.processes.page_time). A run that is
released, and above all a stop that is placed, is not: it is done, or fails for a reason of its own.
"""

from django.db import connection


def as_long_as_it_takes() -> None:
    """Until the end of this transaction; one must have begun."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
