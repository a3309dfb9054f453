"""What web and worker may do is what the table says, table by table; and nothing more."""

import pytest
from django.apps import apps
from django.db import Error, connection, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config.database_roles import granting, sql
from config.database_roles.grants import GRANTS
from tests import make
from tests.as_role import WEB, WORKER, as_role

pytestmark = pytest.mark.django_db
ROLES = [WEB, WORKER]

_TABLES = """
SELECT relname FROM pg_class
WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm')
"""
_GIVEN = """
SELECT c.relname, a.privilege_type, '' FROM pg_class c, aclexplode(c.relacl) a
WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
  AND a.grantee = %(role)s::regrole
UNION ALL
SELECT c.relname, a.privilege_type, t.attname FROM pg_class c
JOIN pg_attribute t ON t.attrelid = c.oid, aclexplode(t.attacl) a
WHERE c.relnamespace = 'public'::regnamespace AND a.grantee = %(role)s::regrole
"""


def rows(statement: str, **values: str) -> set[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return set(cursor.fetchall())


def said(letters: str) -> set[tuple[str, str]]:
    """(verb, column or '')"""
    plain, _, columns = letters.partition("(")
    verbs = [sql.VERBS[letter] for letter in plain]
    of_columns = verbs.pop() if columns else ""
    last = [(of_columns, column) for column in columns.rstrip(")").split(",") if column]
    return {*((verb, "") for verb in verbs), *last}


@pytest.fixture(autouse=True)
def _roles() -> None:
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")


def test_every_table_has_its_line_and_no_line_is_left_over() -> None:
    assert {name for (name,) in rows(_TABLES)} == GRANTS.keys()
    ours = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    assert ours <= GRANTS.keys()


@pytest.mark.parametrize(("role", "at"), [(WEB, 0), (WORKER, 1)])
def test_each_role_has_what_the_table_says_and_no_more(role: str, at: int) -> None:
    given = rows(_GIVEN, role=role)
    wanted = {
        (table, verb, column)
        for table, letters in GRANTS.items()
        for verb, column in said(letters[at])
    }
    assert given == wanted


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "statement",
    [
        "TRUNCATE accounts_auditentry",
        "UPDATE accounts_auditentry SET actor_id = 2",
        "DELETE FROM accounts_auditentry",
        'INSERT INTO accounts_auditentry ("at", source, reason, action, "table", row_id)'
        " VALUES (now() - interval '1 year', '', '', 'update', 'x', '1')",
        "ALTER TABLE accounts_auditentry DISABLE TRIGGER USER",
        "DELETE FROM accounts_reveal",
        "DELETE FROM messaging_attempt",
        "UPDATE messaging_decision SET message_id = NULL",
        "TRUNCATE messaging_message CASCADE",
        "DROP TABLE huancui_key",
        "SELECT * FROM huancui_key",
        "UPDATE huancui_installation SET mode = 'sandbox'",
        "CREATE TABLE mine (a int)",
        "CREATE FUNCTION huancui_actor() RETURNS bigint LANGUAGE sql AS 'SELECT 2::bigint'",
        "CREATE OR REPLACE FUNCTION huancui_may(bigint, text, text) RETURNS boolean"
        " LANGUAGE sql AS 'SELECT true'",
        "SET session_replication_role = replica",
        "SET ROLE postgres",
        "ALTER ROLE huancui_web SUPERUSER",
        "COPY accounts_user TO PROGRAM 'cat'",
    ],
)
def test_what_neither_may_do(role: str, statement: str) -> None:
    """(That no role becomes its owner again is the login's doing, which is the owner's here.)"""
    refused = pytest.raises(Error, match=r"permission denied|must be owner|denied to")
    with as_role(role), refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_worker_gives_nobody_power() -> None:
    user = make.staff("agent")
    for statement in (
        "INSERT INTO accounts_user_groups (user_id, group_id) SELECT %s, id FROM auth_group",
        "UPDATE accounts_user SET is_superuser = true WHERE id = %s",
        "UPDATE accounts_staffrequest SET state = 'approved' WHERE subject_id = %s",
    ):
        refused = pytest.raises(Error, match="permission denied")
        with as_role(WORKER), refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [user.pk])


def test_a_page_works_as_web(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[str, ...]] = []

    def look(*_args: object) -> HttpResponse:
        seen.extend(rows("SELECT current_user"))
        return HttpResponse()

    monkeypatch.setattr("config.http.middleware.ActingStaff.__call__", look)
    Client().get(reverse("admin:login"))
    assert [*seen, *rows("SELECT current_user = session_user")] == [(WEB,), (True,)]
