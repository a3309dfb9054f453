"""The sample as it was loaded, kept in memory and put back in seconds instead of loaded again."""

import io
import time
from dataclasses import dataclass
from datetime import datetime

import psycopg2
from psycopg2.errors import DeadlockDetected
from psycopg2.extensions import connection as Link  # noqa: N812

from config.sandbox.reset import KEPT

TRIES = 10
SETTLED_SECONDS = 2.0
"""Until what workers had in hand has ended: it would write of rows that are gone."""

_TABLES = """
SELECT quote_ident(tablename) FROM pg_tables
WHERE schemaname = 'public' AND tablename ~ '^(accounts|messaging|feedback|config)_'
    AND tablename !~ '^accounts_chain' AND NOT tablename = ANY(%s)
ORDER BY 1
"""
_SEQUENCES = """
SELECT sequencename, last_value FROM pg_sequences
WHERE schemaname = 'public' AND last_value IS NOT NULL
"""


@dataclass(frozen=True)
class KeptSample:
    """Everything but the staff, and the sealed chain: its heads were published."""

    rows: dict[str, bytes]
    """Table → its rows as COPY writes them."""
    sequences: dict[str, int]
    at: datetime
    """What the sandbox's clock showed."""


def keep(database_url: str) -> KeptSample:
    link = psycopg2.connect(database_url)
    try:
        with link, link.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            cursor.execute(_TABLES, [list(KEPT)])
            rows = {}
            for (table,) in cursor.fetchall():
                held = io.BytesIO()
                cursor.copy_expert(f"COPY {table} TO STDOUT", held)
                rows[table] = held.getvalue()
            cursor.execute(_SEQUENCES)
            sequences = dict(cursor.fetchall())
            cursor.execute('SELECT clock_timestamp() + "offset" FROM config_sandboxclock')
            return KeptSample(rows, sequences, cursor.fetchone()[0])
    finally:
        link.close()


def put_back(database_url: str, kept: KeptSample) -> None:
    """Beside workers that go on working; twice, since what they had in hand comes in between."""
    link = psycopg2.connect(database_url)
    try:
        _try_to_put_back(link, kept)
        time.sleep(SETTLED_SECONDS)
        _try_to_put_back(link, kept)
    finally:
        link.close()


def _try_to_put_back(link: Link, kept: KeptSample) -> None:
    """Whoever gives way in a deadlock tries again."""
    for left in reversed(range(TRIES)):
        try:
            _put_back(link, kept)
        except DeadlockDetected:
            if not left:
                raise
        else:
            return


def _put_back(link: Link, kept: KeptSample) -> None:
    """Triggers have said what they had to say when the sample was loaded."""
    with link, link.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(kept.rows)} RESTART IDENTITY")
        for table, rows in kept.rows.items():
            if rows:
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                cursor.copy_expert(f"COPY {table} FROM STDIN", io.BytesIO(rows))
        cursor.execute(
            'UPDATE config_sandboxclock SET "offset" = %s - clock_timestamp()', [kept.at]
        )
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, rows in kept.rows.items():
            if rows:
                cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        for name, value in kept.sequences.items():
            cursor.execute("SELECT setval(%s::regclass, %s)", [name, value])
