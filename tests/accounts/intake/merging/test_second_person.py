"""Rows that could turn somebody's texts to a stranger take a second person."""

import threading
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.intake.jobs import confirming, lifecycle, stored_files
from accounts.intake.merging.batches import in_batches
from accounts.intake.merging.second_person import is_far_higher, is_far_lower
from accounts.models import AuditEntry, Customer, ImportChange, ImportFile, Loan, User
from accounts.rules.pay_links import looks_like_a_card
from tests import make, make_intake

pytestmark = pytest.mark.django_db

PHONE, OTHER = "+8614100000001", "+8614100000002"
SAME = {"customer_no": "K1", "loan_no": "D1", "phone": PHONE, "amount_due": "30000.00"}
SAME |= {"outstanding": "60000.00", "principal": "90000.00"}
CHANGES = [
    ({"phone": OTHER}, "address", "141****0001", "141****0002"),
    ({"id_last4": "9999"}, "secret", "****", "****"),
    ({"product": "现金分期"}, "product", "消费贷", "现金分期"),
    ({"outstanding": "9000.00", "amount_due": "9000.00"}, "amount", "60,000.00", "9,000.00"),
    ({"timezone": "America/New_York"}, "zone", "Asia/Shanghai", "America/New_York"),
    ({"currency": "USD"}, "currency", "CNY", "USD"),
    ({"lender": "pudu"}, "lender", "anhe", "pudu"),
]


@pytest.fixture(autouse=True)
def known(uploads: Path, now: datetime) -> None:
    make.lender(code="anhe")
    make.lender(code="pudu")
    make_intake.applied(make_intake.as_csv([make_intake.loan(**SAME)]), now=now)


def later(**cells: str) -> bytes:
    return make_intake.as_csv([make_intake.loan(**SAME | {"as_of": "2026-09-15 09:00"} | cells)])


def uploaded(by: User, now: datetime, **cells: str) -> ImportFile:
    return make_intake.checked(later(**cells), now=now, by=by)


@pytest.mark.parametrize(("cells", "what", "before", "after"), CHANGES)
def test_who_uploads_does_not_confirm_it(
    cells: dict[str, str], what: str, before: str, after: str, now: datetime
) -> None:
    me, other = make.staff("supervisor"), make.staff("supervisor")
    file = uploaded(me, now, **cells)
    (change,) = ImportChange.objects.filter(import_file=file)
    assert (change.what, change.line) == (what, 2)
    assert (before in change.before, after in change.after) == (True, True)
    assert not lifecycle.begin_apply(file.pk, now=now)
    with pytest.raises(Refused):
        confirming.allow(file.pk, by=me, now=now)
    assert confirming.allow(file.pk, by=other, now=now)
    assert lifecycle.begin_apply(file.pk, now=now)
    lifecycle.apply(file.pk, by=me, source="web", now=now, wait=True)
    file.refresh_from_db()
    assert file.state == "applied"
    with stored_files.open_stored(file.stored_as) as kept:
        assert kept.read().startswith(b"customer_no")


def test_one_person_alone_changes_nothing_of_how_somebody_is_written_to(now: datetime) -> None:
    """A name, a salutation that is none, a language not theirs, a past that makes texts firmer."""
    before = SAME | {"instalments_paid": "6", "instalments_paid_late": "1"}
    make_intake.applied(make_intake.as_csv([make_intake.loan(**before)]), now=now)
    asked = [
        ({"name": "李志国"}, "name", "王*明", "李*国"),
        ({"salutation": "欠钱的"}, "name", "先生", "欠钱的"),
        ({"language": "en"}, "language", "zh-hans", "en"),
        ({"instalments_paid_late": "6"}, "late", "1", "6"),
        ({"instalments_paid": "9", "instalments_paid_late": "3"}, "late", "1", "3"),
    ]
    newer = before | {"as_of": "2026-09-15 09:00"}
    for cells, *told in asked:
        file = make_intake.as_csv([make_intake.loan(**newer | cells)])
        by_hand = make_intake.checked(file, now=now, by=make.staff("collector"))
        changes = by_hand.changes.values_list("what", "before", "after")
        assert [list(each) for each in changes] == [told], cells
        assert not lifecycle.begin_apply(by_hand.pk, now=now)
        assert make_intake.checked(file, now=now).needs_second == 0, "the core system says so"
    harmless = {"instalments_paid": "7", "instalments_paid_late": "2", "salutation": "女士"}
    file = make_intake.as_csv([make_intake.loan(**newer | harmless)])
    assert make_intake.checked(file, now=now, by=make.staff("collector")).needs_second == 0


def test_one_person_alone_takes_no_repayment_back(now: datetime) -> None:
    """Who paid would be told that they owe."""
    paid = make_intake.repayment(loan_no="D1", reference="R1", amount="300.00")
    make_intake.applied(make_intake.as_csv([paid]), kind="repayments", now=now)
    later, me = now + timedelta(minutes=5), make.staff("collector")
    back = paid | {"reference": "R2", "reverses": "R1", "amount": "-300.00"}
    file = make_intake.as_csv([back])
    by_hand = make_intake.checked(file, kind="repayments", now=later, by=me)
    (change,) = by_hand.changes.all()
    assert (change.what, change.loan.loan_no, change.after) == ("reversed", "D1", "-300.00")
    assert change.before == "R1 · 2026-09-15 · 300.00"
    assert not lifecycle.begin_apply(by_hand.pk, now=later)
    confirming.allow(by_hand.pk, by=make.staff("supervisor"), now=later)
    assert lifecycle.begin_apply(by_hand.pk, now=later)
    lifecycle.apply(by_hand.pk, by=me, source="web", now=later, wait=True)
    by_hand.refresh_from_db()
    assert by_hand.state == "applied"
    both = [
        make_intake.repayment(loan_no="D1", reference="R3") | {"reverses": ""},
        make_intake.repayment(loan_no="D1", reference="R4", amount="-100.00") | {"reverses": "R3"},
    ]
    in_one = make_intake.as_csv(both)
    assert make_intake.checked(in_one, kind="repayments", now=later, by=me).needs_second == 0


@pytest.mark.parametrize(
    "cells",
    [
        *({}, {"amount_due": "28000.00", "outstanding": "58000.00"}, {"salutation": "女士"}),
        {"timezone": "Asia/Shanghai Asia/Tokyo"},  # day in both
    ],
)
def test_a_harmless_file_needs_one_person(cells: dict[str, str], now: datetime) -> None:
    file = uploaded(make.staff("collector"), now, **cells)
    assert not ImportChange.objects.exists()
    assert lifecycle.begin_apply(file.pk, now=now)


def test_the_database_holds_it_to_two_people(now: datetime) -> None:
    me = make.staff("supervisor")
    file = uploaded(me, now, phone=OTHER)
    of_file = ImportFile.objects.filter(pk=file.pk)
    with pytest.raises(IntegrityError, match="who_uploads_does_not_confirm"), transaction.atomic():
        of_file.update(allowed_by=me, allowed_at=now)
    of_file.update(state="applying")
    with pytest.raises(IntegrityError, match="an_unusual_file_was_confirmed"), transaction.atomic():
        of_file.update(state="applied")


def test_what_was_confirmed_is_what_enters(now: datetime) -> None:
    """Another change since: the second person is asked anew."""
    file = uploaded(make.staff("collector"), now, phone=OTHER)
    confirming.allow(file.pk, by=make.staff("supervisor"), now=now)
    ImportFile.objects.filter(pk=file.pk).update(second_mark="0" * 64)
    assert lifecycle.begin_apply(file.pk, now=now)
    lifecycle.apply(file.pk, by=None, source="web", now=now, wait=True)
    file.refresh_from_db()
    assert (file.state, file.allowed_by) == ("checked", None)
    assert file.changes.count() == 1
    assert Customer.objects.get(customer_no="K1").contact_points.count() == 1


def test_a_refusal_says_why_and_nothing_enters(now: datetime) -> None:
    file = uploaded(make.staff("collector"), now, phone=OTHER)
    boss = make.staff("supervisor")
    with pytest.raises(Refused):
        confirming.refuse(file.pk, by=boss, reason="x")
    assert confirming.refuse(file.pk, by=boss, reason="客户并未换号")
    file.refresh_from_db()
    assert file.state == "cancelled"
    assert AuditEntry.objects.filter(action="refuse", row_id=str(file.pk)).exists()
    assert not confirming.allow(file.pk, by=boss, now=now)


def test_of_a_file_of_the_machine_these_rows_wait_and_the_others_enter(
    now: datetime, tmp_path: Path, capsys: Any
) -> None:
    more = make_intake.loan(customer_no="K2", loan_no="D2")
    rows = [make_intake.loan(**SAME | {"as_of": "2026-09-15 09:00", "phone": OTHER}), more]
    source = tmp_path / "today.csv"
    source.write_bytes(make_intake.as_csv(rows))
    call_command("import_loans", str(source))
    assert Loan.objects.filter(loan_no="D2").exists()
    k1 = Customer.objects.get(customer_no="K1")
    assert [point.address for point in k1.contact_points.all()] == [PHONE]
    held = ImportFile.objects.latest("pk")
    assert (held.state, held.needs_second, held.uploaded_by) == ("checked", 1, None)
    confirming.allow(held.pk, by=make.staff("supervisor"), now=now)
    moment = now + timedelta(minutes=5)
    lifecycle.begin_apply(held.pk, now=moment)
    lifecycle.apply(held.pk, by=None, source="web", now=moment, wait=True)
    assert OTHER in [point.address for point in k1.contact_points.all()]


def test_what_an_applied_file_changed_stays_on_record(now: datetime) -> None:
    make_intake.applied(later(phone=OTHER), now=now)
    change = ImportChange.objects.get()
    for act in (change.delete, lambda: ImportChange.objects.update(after="x")):
        with pytest.raises(Exception, match="stays on record"), transaction.atomic():
            act()


@pytest.mark.parametrize(
    ("before", "after", "far"),
    [("60000", "9000", True), ("60000", "45000", False), ("9000", "0", False), ("10", "99", False)],
)
def test_far_lower_is_much_and_a_large_part(before: str, after: str, far: bool) -> None:
    assert is_far_lower(Decimal(before), Decimal(after)) == far


@pytest.mark.django_db(transaction=True)
def test_two_second_persons_at_once_are_one(now: datetime) -> None:
    file = uploaded(make.staff("collector"), now, phone=OTHER)
    bosses, said = [make.staff("supervisor"), make.staff("supervisor")], []

    def press(boss: User) -> None:
        try:
            said.append(confirming.allow(file.pk, by=boss, now=now))
        finally:
            connection.close()

    pressing = [threading.Thread(target=press, args=(boss,)) for boss in bosses]
    for each in pressing:
        each.start()
    for each in pressing:
        each.join(30)
    assert sorted(said) == [False, True]
    assert AuditEntry.objects.filter(action="allow").count() == 1


def test_a_new_customer_who_is_said_to_sleep_when_their_number_wakes(now: datetime) -> None:
    file = uploaded(
        make.staff("collector"), now, customer_no="K2", loan_no="D2", timezone="Europe/London"
    )
    (change,) = ImportChange.objects.filter(import_file=file)
    assert (change.what, change.after) == ("zone", "Europe/London")
    assert not lifecycle.begin_apply(file.pk, now=now)


def enters_only_by_another(file: ImportFile, me: User, now: datetime) -> None:
    """Whoever brought it does not confirm it, nor does a statement by hand; another person does."""
    assert not lifecycle.begin_apply(file.pk, now=now)
    with pytest.raises(Refused):
        confirming.allow(file.pk, by=me, now=now)
    this = ImportFile.objects.filter(pk=file.pk)
    this.update(state="applying")
    with pytest.raises(IntegrityError), transaction.atomic():  # nor by hand
        this.update(state="applied", applied_at=now)
    this.update(state="checked")
    confirming.allow(file.pk, by=make.staff("supervisor"), now=now)
    assert lifecycle.begin_apply(file.pk, now=now)
    lifecycle.apply(file.pk, by=me, source="web", now=now, wait=True)
    file.refresh_from_db()
    assert file.state == "applied"


NEW_PEOPLE = [
    ({"customer_no": "K2", "loan_no": "D2", "phone": OTHER}, "person", "D2 · 141****0002"),
    ({"customer_no": "K3", "role": "guarantor", "phone": OTHER}, "party", "D1 · 141****0002"),
    ({"customer_no": "K3", "role": "co-debtor", "phone": ""}, "party", "D1 · —"),
]


@pytest.mark.parametrize(("cells", "what", "after"), NEW_PEOPLE)
def test_one_person_alone_brings_nobody_new_to_write_to(
    cells: dict[str, str], what: str, after: str, now: datetime, settings: Any
) -> None:
    settings.NEW_PEOPLE_ALONE = 0
    me = make.staff("collector")
    file = uploaded(me, now, **cells)
    change = ImportChange.objects.get(import_file=file)
    assert (change.what, change.before, change.after) == (what, "—", after)
    enters_only_by_another(file, me, now)
    assert Customer.objects.filter(customer_no=cells["customer_no"]).exists()


def test_somebody_else_than_was_confirmed_is_asked_about_again(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many they are: the row kept is one, the mark is of all."""
    settings.NEW_PEOPLE_ALONE = 0
    monkeypatch.setattr("accounts.intake.merging.brought_anew.ROWS_KEPT", 1)
    marks = []
    for last in "34":
        rows = [
            make_intake.loan(**SAME | {"customer_no": f"K{n}", "loan_no": f"D{n}", "phone": phone})
            for n, phone in ((7, OTHER), (8, PHONE[:-1] + last))
        ]
        file = make_intake.checked(make_intake.as_csv(rows), now=now, by=make.staff("agent"))
        assert (file.needs_second, file.changes.count()) == (2, 1)
        marks.append(file.second_mark)
    assert marks[0] != marks[1]


def test_so_many_as_the_house_allows_one_person_brings(now: datetime, settings: Any) -> None:
    settings.NEW_PEOPLE_ALONE = 1
    file = uploaded(make.staff("collector"), now, customer_no="K2", loan_no="D2", phone=OTHER)
    assert lifecycle.begin_apply(file.pk, now=now)


def test_what_a_core_system_hands_over_brings_new_people(now: datetime, settings: Any) -> None:
    settings.NEW_PEOPLE_ALONE = 0
    done = make_intake.applied(later(customer_no="K2", loan_no="D2", phone=OTHER), now=now)
    assert (done.state, done.needs_second) == ("applied", 0)


FALSE = [
    (
        {"loan_no": "D2", "amount_due": "9999.00", "outstanding": "9999.00"},
        "loan",
        "≤ 60,000.00元",
        "D2 · 9,999.00元",
    ),
    ({"amount_due": "80000.00"}, "raised", "30,000.00元", "80,000.00元"),
    ({"outstanding": "160000.00"}, "raised", "60,000.00元", "160,000.00元"),
    ({"due_date": "2026-08-20"}, "due", "2026-09-10", "2026-08-20"),
]


@pytest.mark.parametrize(("cells", "what", "before", "after"), FALSE)
def test_one_person_alone_makes_no_false_text_go_to_a_customer_we_know(
    cells: dict[str, str], what: str, before: str, after: str, now: datetime, settings: Any
) -> None:
    """Nor one that demands more, or calls somebody late who is not."""
    settings.NEW_LOANS_ALONE = 0
    me = make.staff("collector")
    file = uploaded(me, now, **cells)
    change = ImportChange.objects.get(import_file=file)
    assert (change.what, change.before, change.after) == (what, before, after)
    enters_only_by_another(file, me, now)


def test_another_amount_than_was_confirmed_is_asked_about_again(
    now: datetime, settings: Any
) -> None:
    settings.NEW_LOANS_ALONE = 0
    marks = {
        uploaded(make.staff("agent"), now, loan_no="D2", amount_due=due).second_mark
        for due in ("100.00", "200.00")
    }
    assert len(marks) == 2


def test_whom_a_file_brings_twice_far_apart_is_asked_about_once(
    now: datetime, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In the second batch of what enters the customer is there already; in the check it was not."""
    settings.NEW_PEOPLE_ALONE = settings.NEW_LOANS_ALONE = 0
    monkeypatch.setattr(in_batches, "__kwdefaults__", {"size": 1})
    rows = [
        make_intake.loan(**SAME | {"customer_no": "K9", "loan_no": f"D{n}", "phone": OTHER})
        for n in (8, 9)
    ]
    me = make.staff("collector")
    file = make_intake.checked(make_intake.as_csv(rows), now=now, by=me)
    confirming.allow(file.pk, by=make.staff("supervisor"), now=now)
    assert lifecycle.begin_apply(file.pk, now=now)
    lifecycle.apply(file.pk, by=me, source="web", now=now, wait=True)
    file.refresh_from_db()
    assert (file.state, file.needs_second) == ("applied", 2)


@pytest.mark.parametrize(
    ("before", "after", "far"),
    [
        *(("1000", "2500", False), ("1000", "2501", True)),
        *(("0", "60000", False), ("0", "61201", True)),
    ],
)
def test_far_higher_is_more_than_the_next_instalment(before: str, after: str, far: bool) -> None:
    found = is_far_higher(Decimal(before), Decimal(after), outstanding=Decimal(60_000))
    assert found == far


def test_what_a_core_system_hands_over_brings_new_loans(now: datetime, settings: Any) -> None:
    settings.NEW_LOANS_ALONE = 0
    done = make_intake.applied(later(loan_no="D2", amount_due="99000.00"), now=now)
    assert (done.state, done.needs_second) == ("applied", 0)


def salami(day: datetime, by: User, **cells: str) -> ImportFile:
    """A file of the one known loan on that day; how far it came."""
    said = SAME | {"as_of": f"{day:%Y-%m-%d %H:%M}"} | cells
    file = make_intake.checked(make_intake.as_csv([make_intake.loan(**said)]), now=day, by=by)
    if lifecycle.begin_apply(file.pk, now=day):
        lifecycle.apply(file.pk, by=by, source="web", now=day, wait=True)
    file.refresh_from_db()
    return file


@pytest.mark.parametrize(
    ("amounts", "what"),
    [
        (("45000.00", "68000.00", "100000.00"), "raised"),
        (("45000.00", "32000.00", "20000.00"), "amount"),
    ],
)
def test_a_debt_is_not_moved_far_in_small_steps_by_ones_files(
    amounts: tuple[str, ...], what: str, now: datetime
) -> None:
    me, days = make.staff("collector"), [now + timedelta(days=n) for n in range(1, 4)]
    for day, amount in zip(days[:2], amounts, strict=False):
        figures = {"outstanding": amount, "amount_due": amount}
        assert salami(day, me, **figures).state == "applied"
    last = {"outstanding": amounts[2], "amount_due": amounts[2]}
    file = salami(days[2], make.staff("collector"), **last)  # whoever brings the next step
    assert (file.state, [each.what for each in file.changes.all()]) == ("checked", [what])
    assert confirming.allow(file.pk, by=make.staff("supervisor"), now=days[2])
    later = salami(days[2] + timedelta(days=40), me, **last, salutation="女士")
    assert later.state == "applied"


def test_what_one_may_bring_alone_is_counted_over_a_day(settings: Any, now: datetime) -> None:
    settings.NEW_LOANS_ALONE = settings.NEW_PEOPLE_ALONE = 2
    me, other = make.staff("collector"), make.staff("collector")

    def brings(by: User, day: datetime, number: int, **cells: str) -> str:
        said = {"loan_no": f"N{number}", "as_of": f"{day:%Y-%m-%d %H:%M}", **cells}
        file = make_intake.checked(make_intake.as_csv([make_intake.loan(**said)]), now=day, by=by)
        if lifecycle.begin_apply(file.pk, now=day):
            lifecycle.apply(file.pk, by=by, source="web", now=day, wait=True)
        file.refresh_from_db()
        return file.state

    known = {"customer_no": "K1", "phone": PHONE}
    loans = [brings(me, now, number, **known) for number in range(3)]
    people = [brings(me, now, number) for number in range(10, 13)]
    assert (loans, people) == (["applied"] * 2 + ["checked"], ["applied"] * 2 + ["checked"])
    assert brings(other, now, 20, **known) == "applied"
    assert brings(me, now + timedelta(days=1, hours=1), 21, **known) == "applied"


def test_another_code_to_pay_with_takes_a_second_person_and_a_link_does_not(now: datetime) -> None:
    """A link leads to the lender's own host; a code pays whoever it was given for."""
    me, days = make.staff("collector"), [now + timedelta(days=n) for n in range(1, 5)]
    told = {"instalment_no": "3", "instalment_principal": SAME["amount_due"]}
    file = salami(days[0], me, **told, pay_with="ORDER-1201")
    assert (file.state, [each.what for each in file.changes.all()]) == ("checked", ["pay_code"])
    assert confirming.allow(file.pk, by=make.staff("supervisor"), now=days[0])
    assert lifecycle.begin_apply(file.pk, now=days[0])
    lifecycle.apply(file.pk, by=me, source="web", now=days[0], wait=True)
    same = salami(days[1], me, **told, pay_with="ORDER-1201", salutation="女士")
    other = salami(days[2], me, **told, pay_with="ORDER-9902")
    assert (same.state, other.state) == ("applied", "checked")
    assert [(each.before[-4:], each.after[-4:]) for each in other.changes.all()] == [
        ("1201", "9902")
    ]
    numbers = (f"622202123456789{end}" for end in range(10))
    card = salami(days[3], me, **told, pay_with=next(filter(looks_like_a_card, numbers)))
    mobile = salami(days[3], me, **told, pay_with="13800138000")
    assert (card.rows_bad, mobile.rows_bad) == (1, 1)
