"""One byte changed anywhere, a row gone, put in or moved, the end cut off: each is found, by name,
whoever did it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, IntegrityError, connection, transaction
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from accounts.chain import findings, sealer
from accounts.chain.findings import Verified
from accounts.chain.signing import SealKeys
from accounts.chain.tables import tables
from accounts.chain.verifying import against_heads, verify
from accounts.models import AuditEntry
from messaging.models import Attempt, Decision
from tests import emptying
from tests.accounts.chain.planted import as_owner, run, some_of_everything

pytestmark = pytest.mark.django_db

CHANGE = {
    "bigint": "{c} + 1000",
    "numeric": "{c} + 1",
    "integer": "{c} + 1",
    "smallint": "{c} + 1",
    "boolean": "NOT {c}",
    "ARRAY": "{c} || {c}",
    "timestamp with time zone": "{c} + interval '1 microsecond'",
    "date": "{c} + 1",
    "jsonb": "coalesce(to_jsonb({c}::text || ' '), '1')",
    "bytea": "coalesce(set_byte({c}, 0, get_byte({c}, 0) # 1), '\\x00')",
}
TEXT = "overlay(coalesce({c}, '') placing 'X' from 1)"
EMPTY = {"bigint": "7", "timestamp with time zone": "now()", "date": "now()::date"}


def column_types(table: str) -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s",
            [table],
        )
        return dict(cursor.fetchall())


def changed(column: str, kind: str) -> str:
    """An expression that is another value than the column's."""
    quoted = f'"{column}"'
    to = CHANGE.get(kind, TEXT).format(c=quoted)
    if empty := EMPTY.get(kind):
        to = f"CASE WHEN {quoted} IS NULL THEN {empty} ELSE {to} END"
    return f"{quoted} = {to}"


def kinds(found: Verified) -> set[str]:
    return {each.kind for each in found.findings}


@pytest.fixture(scope="module")
def day(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: Any
) -> Iterator[None]:
    """Rows of every table, committed and sealed once; what a test does to them is undone."""
    with django_db_blocker.unblock(), override_settings(HEADS_FOLDER=tmp_path_factory.mktemp("h")):
        some_of_everything(datetime(2026, 9, 15, 10, 30, tzinfo=UTC))
        sealer.seal(rows_per_link=7)
    yield
    with django_db_blocker.unblock():
        assert emptying._empty()


@pytest.fixture
def sealed(day: None, db: None) -> Verified:
    found = verify()
    assert found.holds, found.findings
    assert found.links > 2
    return found


class Undone(Exception):
    """Ends a block whose changes are not kept."""


def test_one_byte_in_any_column_of_any_table_is_found_and_named(sealed: Verified) -> None:
    tried = 0
    for table in tables():
        types = column_types(table.name)
        for column in table.columns[1:]:
            found = found_after_changing(table.name, column, types[column])
            # What is held against sealed rows besides (a receipt against its hash) is in no link.
            named = [each for each in found.findings if each.kind == findings.CHANGED and each.link]
            assert [each.table for each in named] == [table.name], (column, found.findings)
            assert column in named[0].what.split(", "), (table.name, column, named)
            tried += 1
    assert tried > 50


def found_after_changing(table: str, column: str, kind: str) -> Verified:
    """What a verification finds; the change is undone."""
    found = Verified()
    with suppress(Undone), transaction.atomic():
        run(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for (name,) in checks_of(table):
            run(f'ALTER TABLE {table} DROP CONSTRAINT "{name}"')
        run("SET CONSTRAINTS ALL DEFERRED")
        first = f"(SELECT min(id) FROM {table})"
        run(f"UPDATE {table} SET {changed(column, kind)} WHERE id = {first}")
        found = verify()
        raise Undone
    return found


def checks_of(table: str) -> list[tuple[str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE conrelid = %s::regclass AND contype = 'c'",
            [table],
        )
        return cursor.fetchall()


def test_a_row_that_is_gone_is_named(sealed: Verified) -> None:
    gone = Attempt.objects.get().pk
    as_owner("messaging_attempt", "DELETE FROM messaging_attempt")
    first = verify().findings[0]
    assert (first.kind, first.table, first.row) == (findings.MISSING, "messaging_attempt", gone)


def test_the_first_break_is_named_first(sealed: Verified) -> None:
    first, last = (
        AuditEntry.objects.order_by("pk").first(),
        AuditEntry.objects.order_by("pk").last(),
    )
    for entry in (last, first):
        as_owner(
            "accounts_auditentry",
            f"UPDATE accounts_auditentry SET source = 'x' WHERE id = {entry.pk}",
        )
    rows = [each.row for each in verify().findings]
    assert rows == [first.pk, last.pk]


def test_nobody_but_the_owner_says_another_transaction(sealed: Verified) -> None:
    with pytest.raises(Error, match="transaction"):
        AuditEntry.objects.create(
            at=datetime.now().astimezone(),
            source="",
            reason="",
            action="x",
            table="y",
            row_id="1",
            tx=3,
        )


def test_two_rows_that_changed_places_are_both_found(sealed: Verified) -> None:
    a, b = AuditEntry.objects.order_by("pk")[:2]
    table = "accounts_auditentry"
    for old, new in ((a.pk, -1), (b.pk, a.pk), (-1, b.pk)):
        as_owner(table, f"UPDATE {table} SET id = {new} WHERE id = {old}")
    found = verify().findings
    assert [each.row for each in found if each.kind == findings.CHANGED] == [a.pk, b.pk]


@pytest.mark.parametrize("column", ["header", "head", "signature", "key", "at", "rows"])
def test_a_link_that_was_changed_is_found(sealed: Verified, column: str) -> None:
    kind = column_types("accounts_chainlink")[column]
    as_owner(
        "accounts_chainlink",
        f"UPDATE accounts_chainlink SET {changed(column, kind)} WHERE number = 2",
    )
    found = verify().findings
    assert found
    assert found[0].link == 2


@pytest.mark.parametrize(
    "column", ["ids", "leaves", "tags", "salts", "table", "first_id", "last_id"]
)
def test_what_a_link_holds_of_rows_is_found_when_changed(sealed: Verified, column: str) -> None:
    to = {
        "ids": "ids = ids[2:] || ids[1:1]",
        "table": "\"table\" = 'accounts_reveal'",
        "first_id": "first_id = first_id - 1",
        "last_id": "last_id = last_id + 1",
    }.get(column, f"{column} = set_byte({column}, 1, get_byte({column}, 1) # 1)")
    as_owner(
        "accounts_chainpart",
        f"UPDATE accounts_chainpart SET {to} WHERE id = (SELECT min(id) FROM accounts_chainpart"
        " WHERE \"table\" = 'accounts_auditentry' AND cardinality(ids) > 1)",
    )
    found = verify()
    # Tags name columns and prove nothing: what they name is all they can spoil.
    assert found.holds == (column == "tags")


def test_links_taken_out_of_the_middle_are_named(sealed: Verified) -> None:
    as_owner("accounts_chainpart", "DELETE FROM accounts_chainpart WHERE link_id = 2")
    as_owner("accounts_chainlink", "DELETE FROM accounts_chainlink WHERE number = 2")
    assert (findings.LINK_MISSING, 2) in {(each.kind, each.link) for each in verify().findings}


def test_a_link_signed_by_another_key_is_found(sealed: Verified) -> None:
    other = SealKeys.parse("1:" + "A" * 43 + "=")
    assert kinds(verify(keys=other)) == {findings.SIGNATURE}


def test_a_key_that_is_not_known_is_said(sealed: Verified) -> None:
    other = SealKeys.parse("2:" + "A" * 43 + "=")
    assert kinds(verify(keys=other)) == {findings.UNKNOWN_KEY}


def test_an_approved_text_changed_afterwards_is_named(sealed: Verified) -> None:
    as_owner(
        "messaging_templateversion",
        "UPDATE messaging_templateversion SET body = body || '。' WHERE state = 'approved'",
    )
    found = verify()
    assert {(each.kind, each.table, each.what) for each in found.findings} == {
        (findings.NOT_AS_APPROVED, "messaging_templateversion", "body")
    }


def test_the_unsealed_tail_is_counted_with_its_age(sealed: Verified) -> None:
    run(
        'INSERT INTO accounts_auditentry (at, source, reason, action, "table", row_id)'
        " VALUES (clock_timestamp() - interval '90 seconds', '', '', 'update', 'x', '1')"
    )
    found = verify()
    assert (found.holds, found.tail) == (True, 1)
    assert 90 <= found.tail_seconds < 3600


def test_a_line_of_the_published_heads_that_is_none_is_named(heads: Path, tmp_path: Path) -> None:
    path = tmp_path / "copied"
    path.write_text("not a head\n" + json.dumps({"chain": "x"}) + "\n")
    assert [each.what for each in against_heads(path, "")] == ["line 1", "line 2"]


def test_a_decision_of_a_released_run_cannot_be_withdrawn(sealed: Verified) -> None:
    with pytest.raises(IntegrityError, match="a decision is kept"):
        Decision.objects.all().delete()
