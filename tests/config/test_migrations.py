"""Tables made in an empty database, and in one that is in use."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from typing import Any
from urllib.parse import quote, urlencode

import psycopg2
import pytest
from django.db import connection

from tests.config.embedded_help import REPOSITORY

pytestmark = pytest.mark.django_db

FILL = """
from tests import make, make_messaging
loan = make.loan()
make_messaging.version()
"""
TRIGGERS = "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE NOT tgisinternal"
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"


class Database:
    """A database of this module's own, beside the one of the tests."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.at = {**connection.get_connection_params(), "dbname": name}
        self.at = {
            key: self.at[key]
            for key in ("host", "port", "user", "password", "dbname")
            if self.at.get(key)
        }

    @property
    def url(self) -> str:
        user = quote(str(self.at.get("user", "")))
        secret = quote(str(self.at.get("password", "")))
        query = urlencode({key: self.at[key] for key in ("host", "port") if key in self.at})
        return f"postgres://{user}:{secret}@/{self.name}?{query}"

    def ask(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(psycopg2.connect(**self.at)) as direct, direct.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchall()

    def manage(self, *arguments: str) -> str:
        environ = {**os.environ, "DATABASE_URL": self.url, "HUANCUI_MODE": "sandbox"}
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=REPOSITORY,
            env=environ,
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def contents(self) -> dict[str, tuple[Any, ...]]:
        """How many rows each table has, and a sum of what is in them."""
        counted = "SELECT count(*), md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
        return {name: self.ask(counted.format(name))[0] for (name,) in self.ask(TABLES)}


def _administer(sql: str) -> None:
    given = {**connection.get_connection_params(), "dbname": "postgres"}
    given.pop("cursor_factory", None)
    with closing(psycopg2.connect(**given)) as direct:
        direct.autocommit = True
        with direct.cursor() as cursor:
            cursor.execute(sql)


@pytest.fixture(scope="module")
def migrated(django_db_setup: None, django_db_blocker: Any) -> Iterator[Database]:
    with django_db_blocker.unblock():
        name = f"migrated_{os.getpid()}"
        _administer(f"CREATE DATABASE {name}")
        database = Database(name)
    try:
        database.manage("migrate", "--verbosity", "0")
        yield database
    finally:
        with django_db_blocker.unblock():
            _administer(f"DROP DATABASE {name}")


def test_an_empty_database_gets_every_table_and_guard_of_the_models(migrated: Database) -> None:
    migrated.manage("makemigrations", "--check", "--dry-run")
    migrated.manage("migrate", "--check")
    with connection.cursor() as cursor:
        for sql in (TRIGGERS, TABLES):
            cursor.execute(sql)
            assert set(migrated.ask(sql)) == set(cursor.fetchall())


def test_a_filled_database_is_migrated_again_and_loses_nothing(migrated: Database) -> None:
    migrated.manage("shell", "--no-imports", "-c", FILL)
    before, guards = migrated.contents(), migrated.ask(TRIGGERS)
    assert before["accounts_loan"][0] == 1
    migrated.manage("migrate", "--verbosity", "0")
    assert migrated.contents() == before
    assert migrated.ask(TRIGGERS) == guards
