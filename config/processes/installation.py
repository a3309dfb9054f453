"""What the database says it is: a sandbox's or a production's, since its tables were made."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import ProgrammingError, connection, transaction

SANDBOX, PRODUCTION = "sandbox", "production"


def mode() -> str | None:
    """SANDBOX or PRODUCTION; None for a database that was never migrated."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT mode FROM huancui_installation")
            row = cursor.fetchone()
    except ProgrammingError:  # no such table
        return None
    return row[0] if row else None


def verify() -> None:
    """Raise ImproperlyConfigured when the database is not of the mode this process runs in."""
    wanted, found = (SANDBOX if settings.SANDBOX else PRODUCTION), mode()
    if found == wanted:
        return
    if found is None:
        raise ImproperlyConfigured(
            f"The database does not say that it is a {wanted} one: its tables are not there, or "
            "not from `manage.py migrate`. Run that first, on an empty database."
        )
    raise ImproperlyConfigured(
        f"HUANCUI_MODE is {wanted}, and the database was made for {found}. Set HUANCUI_MODE to "
        f"{found}, or DATABASE_URL to a database of its own; what a database is does not change."
    )
