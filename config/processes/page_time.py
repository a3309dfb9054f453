"""No page keeps the database busy for long: a limit on every connection of a web process."""

from typing import Any

from django.conf import settings
from django.db import connections
from django.db.backends.signals import connection_created

UID = "config.processes.page_time"


def limit() -> None:
    """From now on, in this process; connections it has are closed, to be made anew."""
    connection_created.connect(_limit, dispatch_uid=UID)
    connections.close_all()


def _limit(connection: Any, **_kwargs: Any) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = %s", [settings.PAGE_STATEMENT_SECONDS * 1000])
