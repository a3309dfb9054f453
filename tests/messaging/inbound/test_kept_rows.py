"""What came in and was changed afterwards is named, whoever changed it and however."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import Error, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.chain import sealer
from accounts.chain.verifying import verify
from accounts.models import ChainPart
from messaging.inbound import replies
from messaging.inbound.kept_rows import rows_as_sealed
from messaging.models import Call, Incoming, Receipt, Reply
from messaging.outbox import text_digest
from tests import make_sealed
from tests.accounts.chain.planted import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def came_in(now: datetime) -> None:
    make_sealed.everything(now)
    assert not list(rows_as_sealed(None))


def named() -> set[tuple[str, str]]:
    return {(finding.kind, finding.table) for finding in rows_as_sealed(None)}


def test_each_is_bound_as_it_comes_and_a_call_as_it_ends() -> None:
    kinds = list(Incoming.objects.order_by("kind").values_list("kind", flat=True).distinct())
    assert kinds == ["call", "receipt", "reply"]
    for kind, model in (("receipt", Receipt), ("reply", Reply)):
        rows = set(Incoming.objects.filter(kind=kind).values_list("row_id", flat=True))
        assert rows == set(model.objects.values_list("pk", flat=True))
    ended = set(Call.objects.exclude(outcome="").values_list("pk", flat=True))
    assert set(Incoming.objects.filter(kind="call").values_list("row_id", flat=True)) == ended


@pytest.mark.parametrize(
    ("table", "change"),
    [
        ("messaging_receipt", "result = 'undelivered'"),
        ("messaging_receipt", "at = at - interval '1 hour'"),
        ("messaging_receipt", "gateway_ref = 'x'"),
        ("messaging_reply", "received_at = received_at + interval '1 microsecond'"),
        ("messaging_reply", "address_hash = '\\x00'"),
        ("messaging_reply", "text_digest = '\\x00'"),
        ("messaging_call", "outcome = 'refuses'"),
        ("messaging_call", "ended_at = ended_at + interval '1 minute'"),
    ],
)
def test_a_change_by_the_owner_of_the_tables_is_named(table: str, change: str) -> None:
    as_owner(table, f"UPDATE {table} SET {change}")
    assert ("changed", table) in named()


def test_another_text_of_a_reply_is_named() -> None:
    reply = Reply.objects.earliest("pk")
    sealed = Reply.text.field.seal("我同意", reply.pk)
    as_owner(
        "messaging_reply",
        "UPDATE messaging_reply SET text_enc = %s WHERE id = %s",
        [sealed, reply.pk],
    )
    assert named() == {("text_changed", "messaging_reply")}


def test_another_text_with_a_hash_of_its_own_is_named_too() -> None:
    reply = Reply.objects.earliest("pk")
    salt, digest = text_digest.of("我同意")
    as_owner(
        "messaging_reply",
        "UPDATE messaging_reply SET text_enc = %s, text_salt = %s, text_digest = %s WHERE id = %s",
        [Reply.text.field.seal("我同意", reply.pk), salt, digest, reply.pk],
    )
    assert named() == {("changed", "messaging_reply")}


def test_what_may_change_is_no_finding(now: datetime) -> None:
    Reply.objects.update(suppressed=True, needs_reading=False)
    assert not named()


def test_an_erased_text_is_none_either() -> None:
    as_owner("messaging_reply", "UPDATE messaging_reply SET text_enc = '', text_salt = NULL")
    assert not named()


@pytest.mark.django_db(transaction=True)
def test_the_hashes_are_in_the_chain_and_verify_audit_names_what_was_changed() -> None:
    sealer.seal()
    assert verify().holds
    assert ChainPart.objects.filter(table="messaging_incoming").exists()
    as_owner("messaging_receipt", "UPDATE messaging_receipt SET result = 'undelivered'")
    found = verify()
    assert not found.holds
    assert ("changed", "messaging_receipt") in {(f.kind, f.table) for f in found.findings}
    as_owner("messaging_incoming", "UPDATE messaging_incoming SET digest = '\\x00'")
    assert ("changed", "messaging_incoming") in {(f.kind, f.table) for f in verify().findings}


def test_a_hash_is_written_once() -> None:
    with pytest.raises(Error), transaction.atomic():
        Incoming.objects.update(digest=b"x")


def test_a_batch_costs_one_statement_more(now: datetime) -> None:
    before = Incoming.objects.count()
    written = [
        replies.Written(address=f"+861000002{n:04d}", text="好", at=now + timedelta(minutes=n))
        for n in range(5)
    ]
    with CaptureQueriesContext(connection) as queries:
        replies.take_all(written)
    # By the trigger of the one statement that brings them all.
    assert not [each for each in queries.captured_queries if "messaging_incoming" in each["sql"]]
    assert Incoming.objects.count() == before + 5
