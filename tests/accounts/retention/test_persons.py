"""A person who asks for it is erased by two people: values go, the rest stays and still holds."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.test import override_settings

from accounts.chain import sealer
from accounts.chain.verifying import verify
from accounts.contact import consents
from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import (
    AuditEntry,
    ContactPoint,
    Customer,
    Erasure,
    Lender,
    Loan,
    LoanInstalment,
    Reveal,
    User,
)
from accounts.retention import legal_holds, persons
from accounts.rotation.encrypted import encrypted_columns
from feedback.hardship import decisions
from feedback.models import HardshipCase, HardshipDecision
from feedback.pack import making
from feedback.pack.scope import find
from messaging.models import Message, Suppression
from tests import emptying, make, make_care, make_sealed
from tests.accounts.chain.planted import as_owner
from tests.as_role import WEB, WORKER, as_role
from tests.feedback.pack import test_offline as offline

pytestmark = pytest.mark.django_db
KEPT_FOR_THEIR_TIME = {
    "access_token",  # of a gateway, nobody's
    "api_call",  # what a core system was answered: two days
    "complaint",
    "complaint_event",
    "complaint_review",
    "staff_number",  # a colleague's, until it ends
    "complaint_extension",
    "event_destination",  # of a lender's system, nobody's
    "evidence",
    "letter",
    "import_file",
    "import_problem",
    "inbound_request",
    "inbound_call",
    "factor",
}
NOW = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
SAID = "王小明的电话13800138000"


@pytest.fixture(scope="module")
def settled(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[int]:
    """Somebody with something in every table and nothing open any more, committed and sealed once;
    what a test does to them is undone."""
    with django_db_blocker.unblock(), override_settings(HEADS_FOLDER=tmp_path_factory.mktemp("h")):
        customer = _settled(NOW)
        sealer.seal()
    yield customer.pk
    with django_db_blocker.unblock():
        assert emptying._empty()


def _settled(now: datetime) -> Customer:
    customer = make_sealed.everything(now)
    later, boss = now + timedelta(minutes=2), make.staff("supervisor")
    for proposal in HardshipDecision.objects.select_related("proposed_by"):
        decisions.withdraw(proposal, by=proposal.proposed_by, now=later)
    for case in HardshipCase.objects.filter(ended_at=None):
        make_care.over(case, now=later)
    holds.place(
        customer=customer, kind="manual", reason=SAID, source="staff:1", now=later, placed_by=boss
    )
    consents.give(customer, kind="night_contact", via="call", evidence=SAID, by=boss, now=later)
    Reveal.objects.create(
        at=later, user=boss, customer=customer, what="contact_point:1", why="called", reason=SAID
    )
    as_owner("feedback_complaint", "UPDATE feedback_complaint SET state = 'resolved'")
    as_owner("accounts_loanmove", "UPDATE accounts_loanmove SET state = 'withdrawn'")
    LoanInstalment.objects.all().delete()  # the file that says it is settled names none
    Loan.objects.update(outstanding=0, amount_due=0)
    return customer


@pytest.fixture
def person(settled: int, db: None) -> Customer:
    return Customer.objects.get(pk=settled)


def erase(person: Customer, two: tuple[User, User], now: datetime) -> int:
    asked = persons.ask(person, why="by letter, passport seen", by=two[0], now=now)
    persons.approve(asked, by=two[1], now=now)
    with as_role(WORKER):
        done = persons.carry_out_approved(now)
    person.refresh_from_db()
    return done


def test_no_name_number_or_text_is_left(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    assert erase(person, two, now) == 1
    left = {
        f"{row._meta.label}.{field.name}"
        for model, field in ((c.field.model, c.field) for c in encrypted_columns())
        if field.purpose.partition(".")[0] not in KEPT_FOR_THEIR_TIME
        for row in model._default_manager.all()
        if field.readable(row)
    }
    assert left == set()
    point = ContactPoint.objects.get()
    assert (bytes(point.address_index), point.state, person.name) == (b"", "retired", "")
    assert (person.id_last4_hash, bytes(person.name_index)) == (None, b"")


def test_plain_words_about_them_are_gone_from_rows_and_trail(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    assert SAID in everything_plain()
    erase(person, two, now)
    assert SAID not in everything_plain()


def everything_plain() -> str:
    """What stands in columns that are not encrypted, of the tables that name this customer."""
    told = []
    with connection.cursor() as cursor:
        for table in (
            "accounts_hold",
            "accounts_consent",
            "accounts_contactpoint",
            "accounts_newnumber",
            "accounts_reveal",
            "accounts_auditentry",
            "feedback_hardshipcase",
            "accounts_customer",
        ):
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            told += [row for (row,) in cursor.fetchall()]
    return json.dumps(told, ensure_ascii=False)


def test_the_chain_holds_and_the_other_columns_are_still_proved(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    erase(person, two, now)
    assert verify().findings == []
    entry = AuditEntry.objects.filter(table="accounts_hold").earliest("pk")
    as_owner(
        "accounts_auditentry", f"UPDATE accounts_auditentry SET action = 'x' WHERE id = {entry.pk}"
    )
    assert [(found.table, found.row) for found in verify().findings] == [
        ("accounts_auditentry", entry.pk)
    ]


def test_something_else_written_where_a_value_went_is_found(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    erase(person, two, now)
    look = Reveal.objects.earliest("pk")
    as_owner(
        "accounts_reveal",
        f"UPDATE accounts_reveal SET reason = 'for the court' WHERE id = {look.pk}",
    )
    assert [found.row for found in verify().findings] == [look.pk]


def test_a_value_taken_away_without_the_act_is_found(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    erase(person, two, now)
    as_owner("accounts_erasure", "DELETE FROM accounts_erasure WHERE \"table\" = 'accounts_reveal'")
    kinds = {(found.kind, found.table) for found in verify().findings}
    assert ("changed", "accounts_reveal") in kinds


def test_with_the_salt_gone_nobody_can_try_out_what_it_was(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    look = Reveal.objects.earliest("pk")
    erase(person, two, now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(p.salts from (array_position(p.ids, %s) - 1) * 16 + 1 for 16)"
            " FROM accounts_chainpart p WHERE p.\"table\" = 'accounts_reveal' AND %s = ANY (p.ids)",
            [look.pk, look.pk],
        )
        [(salt,)] = cursor.fetchall()
    assert bytes(salt) == bytes(16)


def test_an_opt_out_stays_in_force(person: Customer, two: tuple[User, User], now: datetime) -> None:
    address_hash = bytes(Message.objects.earliest("pk").address_hash)
    Suppression.objects.create(
        channel="sms", address_hash=address_hash, kind="opt_out", source="reply:1", at=now
    )
    erase(person, two, now)
    again = make.customer(phone=make_sealed.PHONE)
    assert bytes(again.contact_points.get().address_hash) == address_hash
    assert Suppression.objects.filter(address_hash=address_hash, lifted_at=None).exists()


def test_two_people_take_it(person: Customer, two: tuple[User, User], now: datetime) -> None:
    asked = persons.ask(person, why="by letter", by=two[0], now=now)
    with pytest.raises(Refused):
        persons.approve(asked, by=two[0], now=now)
    assert persons.carry_out_approved(now) == 0
    assert person.name


def test_a_legal_hold_refuses_it(person: Customer, two: tuple[User, User], now: datetime) -> None:
    legal_holds.ask(person, why="court file 12", by=two[0], now=now)
    with pytest.raises(Refused):
        persons.ask(person, why="by letter", by=two[0], now=now)


def test_a_hold_that_came_after_the_approval_refuses_it_too(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    asked = persons.ask(person, why="by letter", by=two[0], now=now)
    persons.approve(asked, by=two[1], now=now)
    legal_holds.ask(person, why="court file 12", by=two[0], now=now)
    assert persons.carry_out_approved(now) == 0
    assert Customer.objects.get(pk=person.pk).erased_at is None


@pytest.mark.parametrize("figure", ["outstanding", "amount_due"])
def test_who_owes_is_not_erased(
    person: Customer, two: tuple[User, User], now: datetime, figure: str
) -> None:
    Loan.objects.update(**{figure: 1})
    with pytest.raises(Refused):
        persons.ask(person, why="by letter", by=two[0], now=now)


def test_what_is_not_sealed_yet_waits_for_the_sealer(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    Customer.objects.filter(pk=person.pk).update(salutation="新称呼")
    asked = persons.ask(person, why="by letter", by=two[0], now=now)
    persons.approve(asked, by=two[1], now=now)
    assert persons.carry_out_approved(now) == 0
    assert Customer.objects.get(pk=person.pk).name


def test_what_would_go_is_shown_before_and_counted_after(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    before = {str(part.label): part.rows for part in persons.preview(person)}
    erase(person, two, now)
    after = {str(part.label): part.rows for part in persons.told(person.erasures.get())}
    assert before.items() <= after.items()
    assert persons.preview(person) == []


def test_it_is_on_record_by_whom_and_which_rows(
    person: Customer, two: tuple[User, User], now: datetime
) -> None:
    erase(person, two, now)
    [entry] = AuditEntry.objects.filter(action="erase")
    assert entry.row_id == str(person.pk)
    assert Erasure.objects.filter(request=person.erasures.get()).count() > 5


def test_nobody_calls_the_act_past_the_approval(person: Customer) -> None:
    for role in (WEB, WORKER):
        with as_role(role), pytest.raises(Error, match="permission denied"), transaction.atomic():
            call(f"SELECT huancui_empty_person({person.pk}, NULL, NULL, now())")


def call(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def test_whose_loans_were_closed_long_ago_is_erased_by_the_run(
    person: Customer, kept: Any, erased: Any, now: datetime
) -> None:
    for lender in Lender.objects.all():
        kept("customers", 60, lender)
    later = now + timedelta(days=7 * 366)
    with as_role(WORKER):
        run = erased(later)
    person.refresh_from_db()
    assert (run.erased["customers"], person.name, person.erased_at) == (1, "", later)


def test_whose_loan_is_open_stays(person: Customer, kept: Any, erased: Any, now: datetime) -> None:
    Loan.objects.update(amount_due=1)
    for lender in Lender.objects.all():
        kept("customers", 60, lender)
    erased(now + timedelta(days=7 * 366))
    assert Customer.objects.get(pk=person.pk).name


def test_a_pack_taken_afterwards_still_verifies_offline(
    person: Customer, two: tuple[User, User], now: datetime, tmp_path: Path
) -> None:
    erase(person, two, now)
    pack = making.make(
        find("customer", person.pk),
        why="authority",
        reason="asked for by the court",
        by=make.staff("auditor"),
        now=now,
    )
    for name, content in pack.files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    assert any(row["erased"] for row in json.loads(pack.files["rows/accounts_reveal.json"]))
    status, told = offline.verify(tmp_path)
    assert status == 0, told
