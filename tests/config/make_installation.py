"""A database that says something else of itself than it was made for: only its owner can."""

from django.db import connection

_SAY = """
ALTER TABLE huancui_installation DISABLE TRIGGER USER;
DELETE FROM huancui_installation;
INSERT INTO huancui_installation (mode) SELECT %(mode)s::text WHERE %(mode)s IS NOT NULL;
ALTER TABLE huancui_installation ENABLE TRIGGER USER;
"""


def say(mode: str | None) -> None:
    """Until the end of the test's transaction; None: nothing at all."""
    with connection.cursor() as cursor:
        cursor.execute(_SAY, {"mode": mode})
