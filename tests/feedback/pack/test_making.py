"""A pack leaves only with a reason, by those who may, on record as a look at personal values."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.chain.signing import SealKeys
from accounts.errors import Refused
from accounts.models import AuditEntry, Customer, Hold, Reveal
from feedback.models import Complaint
from feedback.pack import making
from feedback.pack.plain import people_in, plain
from feedback.pack.scope import COMPLAINT, CUSTOMER, MESSAGE, Period, Scope, find, sections
from messaging.models import Message
from tests import make, make_complaints, make_outbox
from tests.unguarded import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def message(now: datetime) -> Message:
    return make_outbox.message(loan=make.loan(dpd=5))


@pytest.fixture
def scope(message: Message) -> Scope:
    return find(CUSTOMER, message.customer_id)


def made(
    scope: Scope, now: datetime, *, role: str = "auditor", reason: str = "court order 12"
) -> Any:
    return making.make(scope, why="authority", reason=reason, by=make.staff(role), now=now)


def test_of_a_period_is_what_happened_on_its_days_in_the_askers_zone(now: datetime) -> None:
    """Whole days, the last one included; who somebody is and what they owe stays."""
    zone = ZoneInfo("Asia/Shanghai")
    customer = make.loan(dpd=5).customer
    edges = {
        datetime(2026, 9, 1, 23, 59, 59, tzinfo=zone): False,
        datetime(2026, 9, 2, 0, 0, tzinfo=zone): True,
        datetime(2026, 9, 3, 23, 59, 59, tzinfo=zone): True,
        datetime(2026, 9, 4, 0, 0, tzinfo=zone): False,
    }
    texts = {}
    loan = customer.loans.get()
    policy = make_outbox.policy(loan.lender)
    for at, inside in edges.items():
        run = make_outbox.run(loan.lender, policy_version=policy, day=at.date())
        sent = make_outbox.message(loan=loan, in_run=run, created_at=at)
        texts[sent.pk] = inside
    held = {
        held_for(customer, starts, ends): inside
        for starts, ends, inside in (
            (datetime(2026, 8, 1, tzinfo=zone), datetime(2026, 9, 1, tzinfo=zone), False),
            (datetime(2026, 8, 1, tzinfo=zone), datetime(2026, 9, 2, 12, tzinfo=zone), True),
            (datetime(2026, 9, 4, tzinfo=zone), None, False),
        )
    }
    asked = Period(date(2026, 9, 2), date(2026, 9, 3), "Asia/Shanghai")
    scope = find(CUSTOMER, customer.pk, asked)
    found = sections(scope)
    assert set(scope.message_ids) == {pk for pk, inside in texts.items() if inside}
    assert {row.pk for row in found["holds"]} == {pk for pk, inside in held.items() if inside}
    assert [row.pk for row in found["loans"]] == [customer.loans.get().pk]
    assert set(find(CUSTOMER, customer.pk).message_ids) == set(texts)


def held_for(customer: Customer, starts: datetime, ends: datetime | None) -> int:
    with unguarded("accounts_hold"):
        return Hold.objects.create(
            customer=customer,
            kind=Hold.Kind.MANUAL,
            reason="test",
            starts_at=starts,
            until=ends,
        ).pk


@pytest.mark.parametrize("role", ["collector", "agent", "administrator"])
def test_who_may_not_takes_none(scope: Scope, now: datetime, role: str) -> None:
    with pytest.raises(PermissionDenied):
        made(scope, now, role=role)


@pytest.mark.parametrize("reason", ["", "  ", "x", "court " * 40])
def test_it_takes_a_reason(scope: Scope, now: datetime, reason: str) -> None:
    with pytest.raises(Refused):
        made(scope, now, reason=reason)


def test_it_is_on_record_as_a_look_at_personal_values_and_by_its_manifest(
    scope: Scope, now: datetime
) -> None:
    pack = made(scope, now)
    reveal = Reveal.objects.get()
    assert (reveal.customer, reveal.reason) == (scope.customer, "court order 12")
    assert reveal.what == f"evidence:{scope.about}"
    entry = AuditEntry.objects.get(action="evidence")
    assert entry.row_id == str(scope.pk)
    assert entry.after["manifest_sha256"] == pack.sha256


def test_it_counts_among_the_looks_of_a_day(scope: Scope, now: datetime, settings: Any) -> None:
    settings.REVEALS_A_DAY = 0
    with pytest.raises(Refused):
        made(scope, now)
    assert not AuditEntry.objects.filter(action="evidence").exists()


def test_nothing_of_it_is_left_on_disk(
    scope: Scope, now: datetime, monkeypatch: Any, tmp_path: Path
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    assert b"".join(making.stream(made(scope, now)))
    assert not list(tmp_path.iterdir())


def test_it_leaves_in_pieces(scope: Scope, now: datetime) -> None:
    pack = made(scope, now)
    assert len(list(making.stream(pack))) == len(pack.files) + 1


def test_without_the_key_the_manifest_says_that_it_is_not_signed(
    scope: Scope, now: datetime, monkeypatch: Any
) -> None:
    monkeypatch.setattr(making, "seal_keys", lambda: SealKeys.parse(""))
    assert b'"signature": ""' in made(scope, now).files["manifest.sig"]


def test_the_pack_of_a_message_holds_no_other_and_no_more_of_the_person(
    message: Message, now: datetime
) -> None:
    make_outbox.message(loan=make.loan(customer=message.customer))
    found = sections(find(MESSAGE, message.pk))
    assert [row.pk for row in found["messages"]] == [message.pk]
    assert not list(found["promises"])
    assert not list(found["calls"])
    assert [row.pk for row in found["contact_points"]] == [message.contact_point_id]


def test_the_pack_of_a_complaint_holds_its_own_papers_only(message: Message, now: datetime) -> None:
    customer = message.customer
    one = make_complaints.logged(now, customer=customer)
    make_complaints.logged(now, customer=customer)
    found = sections(find(COMPLAINT, one.pk))
    assert [row.pk for row in found["complaints"]] == [one.pk]
    assert {getattr(row, "complaint_id", 0) for row in found["complaint_events"]} <= {one.pk}
    assert Complaint.objects.count() == 2


def test_why_nothing_was_sent_is_in_the_pack_of_the_customer_too(
    message: Message, now: datetime
) -> None:
    with unguarded("messaging_message"):
        Message.objects.filter(pk=message.pk).update(customer=None, candidate=None)
    assert find(CUSTOMER, message.customer_id).candidate_ids == (message.candidate_id,)
    assert find(MESSAGE, message.pk).candidate_ids == ()


def test_another_customers_rows_are_in_no_pack(scope: Scope, now: datetime) -> None:
    other = make_outbox.message(loan=make.loan(dpd=5))
    files = made(scope, now).files
    assert f'"customer_id": {other.customer_id},' not in files["messages.json"].decode()
    everything = "".join(content.decode() for content in files.values())
    assert other.customer.customer_no not in everything


def test_how_many_queries_a_pack_takes_does_not_grow_with_its_messages(
    message: Message, now: datetime
) -> None:
    auditor = make.staff("auditor")
    taken = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as queries:
            scope = find(CUSTOMER, message.customer_id)
            making.make(scope, why="authority", reason="court order 12", by=auditor, now=now)
        taken.append(len(queries))
        for _ in range(3):
            make_outbox.message(loan=make.loan(customer=message.customer))
    assert taken[1] == taken[2]  # the second has the first on record, too


def test_a_text_that_cannot_be_read_is_named_and_stops_nothing() -> None:
    row = plain(make.customer(name=b"\x00" * 40))
    assert (row["name"], row["unreadable"]) == (None, ["name"])


def test_what_only_finds_or_locks_a_row_is_left_out() -> None:
    row = plain(make.customer())
    assert "fingerprint" not in row
    assert "id_last4_hash" not in row
    assert row["name"] == "王小明"


def test_staff_that_rows_name_are_found_by_their_columns() -> None:
    rows = [{"id": 7, "placed_by_id": 3, "by_id": None, "author_id": 4, "loan_id": 5}]
    assert people_in(rows) == {3, 4}


def test_what_there_is_not_is_said(db: None) -> None:
    with pytest.raises(Customer.DoesNotExist):
        find(CUSTOMER, 987654321)
    with pytest.raises(KeyError):
        find("lender", 1)
