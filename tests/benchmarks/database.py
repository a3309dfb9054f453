"""Databases of the benchmark's own: made, copied, switched to and dropped; yours is not touched."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from config.embedded import addresses

PREFIX, EMPTY = "bench_", "empty"


def fresh(name: str) -> None:
    """An empty, migrated database of that name, and the connection in it."""
    _migrated()
    drop(name)
    _copy(EMPTY, name)
    use(name)


@cache
def _migrated() -> None:
    """The one that fresh ones are copied from; a kept one is brought up to date."""
    if exists(EMPTY):
        use(EMPTY)
        call_command("migrate", verbosity=0)
        return
    connection.settings_dict["TEST"]["NAME"] = PREFIX + EMPTY
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)


def use(name: str) -> None:
    """Connect to one of ours."""
    connection.close()
    connection.settings_dict["NAME"] = PREFIX + name


@contextmanager
def copy(source: str, name: str = "work") -> Iterator[str]:
    """A copy to spoil, with the connection in it, dropped afterwards."""
    drop(name)
    _copy(source, name)
    use(name)
    # Else a worker takes the copy for a database put back from a backup, and stops everything.
    ask("TRUNCATE messaging_watermark")
    try:
        yield name
    finally:
        drop(name)


def drop(name: str) -> None:
    with _elsewhere() as cursor:
        _drop(cursor, PREFIX + name)


def _drop(cursor: Any, database: str) -> None:
    """End our own connections and drop it. PostgreSQL sends an autovacuum away by itself; told to
    do so by WITH (FORCE) it refuses whoever is no superuser."""
    cursor.execute(
        "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity"
        " WHERE datname = %s AND usename = current_user",
        [database],
    )
    cursor.execute(f"DROP DATABASE IF EXISTS {database}")


def exists(name: str) -> bool:
    """Whether we have one of that name."""
    with _elsewhere() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_database WHERE datname = %s)", [PREFIX + name]
        )
        return bool(cursor.fetchone()[0])


def drop_all() -> None:
    with _elsewhere() as cursor:
        cursor.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [PREFIX])
        for (name,) in cursor.fetchall():
            _drop(cursor, name)


def url() -> str:
    """Of the database the connection is in, for another process."""
    ours = urlsplit(addresses.resolve(os.environ, settings.DATA_DIR).database_url)
    return urlunsplit(ours._replace(path="/" + connection.settings_dict["NAME"]))


def ask(sql: str, *arguments: object) -> list[tuple]:
    """All rows of one query; none for a statement that gives none."""
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments or None)
        return cursor.fetchall() if cursor.description else []


def analyze() -> None:
    """As autovacuum would have done by the time anybody looks."""
    ask("ANALYZE")


def _copy(source: str, name: str) -> None:
    with _elsewhere() as cursor:
        cursor.execute(
            f"CREATE DATABASE {PREFIX}{name} TEMPLATE {PREFIX}{source} STRATEGY file_copy"
        )


@contextmanager
def _elsewhere() -> Iterator:
    """A cursor outside all of ours."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        yield cursor
