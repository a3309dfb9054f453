"""Who has a role's password and a SQL prompt writes nothing: the software signs what it does."""

import re
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection

from config.database_roles import granting
from config.database_roles.grants import GRANTS
from config.processes import startup
from tests.as_role import WEB, WORKER

pytestmark = pytest.mark.django_db

_FIRST_COLUMN = """
SELECT c.relname, min(a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p') AND a.attnum > 0
  AND a.attidentity = '' AND a.attgenerated = '' AND NOT a.attisdropped GROUP BY 1
"""


@pytest.fixture
def prompt(db: None) -> Iterator[Any]:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    made = connection.get_new_connection(connection.get_connection_params())
    made.autocommit = True
    yield made
    made.close()


def refused(raw: Any, statement: str) -> str:
    with pytest.raises(psycopg2.Error) as said, raw.cursor() as cursor:
        cursor.execute(statement)
    return str(said.value)


@pytest.mark.parametrize(("role", "at"), [(WEB, 0), (WORKER, 1)])
def test_nothing_can_be_added_changed_or_removed(prompt: Any, role: str, at: int) -> None:
    with prompt.cursor() as cursor:
        cursor.execute(_FIRST_COLUMN)
        columns = dict(cursor.fetchall())
        cursor.execute(f"SET ROLE {role}")
    tried = 0
    for table, letters in GRANTS.items():
        plain, _, only = letters[at].partition("(")
        column = only.rstrip(")").split(",")[0] or columns[table]
        for letter, statement in (
            ("a", f"INSERT INTO {table} DEFAULT VALUES"),
            ("w", f'UPDATE {table} SET "{column}" = DEFAULT WHERE false'),
            ("d", f"DELETE FROM {table} WHERE false"),
        ):
            if letter in plain:
                tried += 1
                assert "the software writes here" in refused(prompt, statement), statement
    assert tried > 150


def test_nor_is_what_the_software_says_read_by_others(prompt: Any) -> None:
    """(It could be said again for half a minute.)"""
    with prompt.cursor() as cursor:
        cursor.execute(startup.SEEN)
        assert cursor.fetchone()[0] is False
        cursor.execute("SELECT query FROM pg_stat_activity WHERE datname = current_database()")
        assert not [text for (text,) in cursor.fetchall() if re.search("huancui_act", text or "")]
