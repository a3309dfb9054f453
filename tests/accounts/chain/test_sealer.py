"""What is written is sealed once, whenever its transaction ends and whoever is killed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.audit import trail
from accounts.chain import reading, sealer, watching
from accounts.chain.signing import NoKey, SealKeys
from accounts.chain.strays import tail
from accounts.chain.verifying import verify
from accounts.models import AuditEntry, ChainLink, ChainPart

pytestmark = pytest.mark.django_db(transaction=True)

WRITE = (
    'INSERT INTO accounts_auditentry (at, source, reason, action, "table", row_id)'
    " VALUES (clock_timestamp(), '', '', 'update', 'x', %s)"
)


@pytest.fixture
def beside() -> Iterator[Any]:
    """Another connection with transactions of its own."""
    with closing(psycopg2.connect(**connection.get_connection_params())) as other:
        yield other


def sealed_rows() -> list[int]:
    return [
        pk for ids in ChainPart.objects.order_by("link").values_list("ids", flat=True) for pk in ids
    ]


def entry(row_id: str) -> int:
    return AuditEntry.objects.get(row_id=row_id).pk


def test_nothing_new_makes_no_link() -> None:
    assert sealer.seal().links == 0
    assert not ChainLink.objects.exists()


def test_only_tables_with_news_are_read_for_their_rows() -> None:
    """One query asks all of them which have any."""
    sealer.seal()
    trail.record(action="x", table="x", row_id="new", after={})
    with CaptureQueriesContext(connection) as seen:
        assert sealer.seal().rows == 1
    said = [each["sql"] for each in seen.captured_queries]
    assert sum("messaging_attempt" in sql for sql in said) == 1
    assert sum("messaging_decision" in sql for sql in said) == 1


def test_a_transaction_that_commits_late_is_sealed_when_it_commits(beside: Any) -> None:
    with beside.cursor() as cursor:
        cursor.execute(WRITE, ["late"])
    trail.record(action="x", table="x", row_id="early", after={})
    assert sealer.seal().rows == 1
    trail.record(action="x", table="x", row_id="between", after={})
    sealer.seal()
    beside.commit()
    sealer.seal()
    sealer.seal()
    assert sealed_rows() == [entry("early"), entry("between"), entry("late")]
    assert verify().holds


def test_what_was_rolled_back_is_never_looked_for(beside: Any) -> None:
    with beside.cursor() as cursor:
        cursor.execute(WRITE, ["gone"])
    sealer.seal()
    beside.rollback()
    trail.record(action="x", table="x", row_id="kept", after={})
    sealer.seal()
    assert sealed_rows() == [entry("kept")]
    assert verify().holds


def test_two_sealers_at_once_are_one(beside: Any) -> None:
    trail.record(action="x", table="x", row_id="1", after={})
    with beside.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [sealer.LOCK])
    assert sealer.seal().busy
    beside.rollback()
    assert sealer.seal().rows == 1


def test_a_sealer_that_dies_leaves_nothing_and_the_next_finds_all(monkeypatch: Any) -> None:
    for n in range(6):
        trail.record(action="x", table="x", row_id=str(n), after={})
    written = sealer._Writer.write
    calls = []

    def dies(self: Any, batch: Any) -> None:
        calls.append(1)
        if len(calls) == 2:
            raise KeyboardInterrupt
        written(self, batch)

    monkeypatch.setattr(sealer._Writer, "write", dies)
    with pytest.raises(KeyboardInterrupt):
        sealer.seal(rows_per_link=2)
    assert not ChainLink.objects.exists()
    monkeypatch.undo()
    assert (sealer.seal(rows_per_link=2).links, verify().holds) == (3, True)


def test_without_a_key_nothing_is_sealed_and_the_sign_of_life_is_missing() -> None:
    trail.record(action="x", table="x", row_id="1", after={})
    with pytest.raises(NoKey):
        sealer.seal(keys=SealKeys.parse(""))
    assert watching.sealer_state().trouble == watching.SILENT


def test_after_a_round_the_sealer_is_alive() -> None:
    sealer.seal()
    assert watching.sealer_state().trouble == ""


def test_the_tail_is_what_no_link_holds_yet() -> None:
    trail.record(action="x", table="x", row_id="1", after={})
    assert tail()[0] == 1
    sealer.seal()
    assert tail()[0] == 0


def test_queries_do_not_grow_with_the_rows(django_assert_max_num_queries: Any) -> None:
    sealer.seal()
    with connection.cursor() as cursor:
        many = WRITE.replace("VALUES (", "SELECT ").replace("%s)", "n")
        cursor.execute(f"{many} FROM generate_series(1, 900) n")
    with django_assert_max_num_queries(40):
        assert sealer.seal().rows == 900


def test_on_another_server_what_came_along_is_sealed_once_and_new_rows_too(
    monkeypatch: Any,
) -> None:
    """A dump restored elsewhere: transactions are numbered anew, far below those of the rows."""
    trail.record(action="x", table="x", row_id="sealed", after={})
    sealer.seal()
    trail.record(action="x", table="x", row_id="not yet", after={})
    table = "accounts_auditentry"
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET tx = tx + 1000000 WHERE row_id = 'not yet'")
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
    here = sealer.moment
    monkeypatch.setattr(sealer, "moment", lambda: here()._replace(system="another"))
    assert sealer.seal().rows == 1
    trail.record(action="x", table="x", row_id="new", after={})
    assert sealer.seal().rows == 1
    assert sealer.seal().rows == 0
    assert sealed_rows() == [entry("sealed"), entry("not yet"), entry("new")]
    found = verify()
    assert (found.holds, found.moves) == (True, 1)


def test_which_rows_are_sealed_is_told_by_their_ids() -> None:
    for n in range(3):
        trail.record(action="x", table="x", row_id=str(n), after={})
    sealer.seal()
    known = sealed_rows()
    assert reading.sealed_ids("accounts_auditentry", [*known, max(known) + 1]) == set(known)
    assert reading.sealed_ids("accounts_reveal", known) == set()
