"""A hardship case is opened once per customer and keeps them in peace while it lasts."""

from datetime import datetime
from typing import Any

import pytest
from django.db import Error, transaction

from accounts.errors import Refused
from accounts.holds import service as holds
from accounts.models import AuditEntry, Customer, Hold
from feedback.hardship import cases, decisions, replies as hardship_replies
from feedback.models import HardshipCase, HardshipNote
from messaging.inbound import replies
from messaging.models import Message
from tests import make, make_care, make_outbox, make_sealed

pytestmark = pytest.mark.django_db

PHONE = "+8614100007777"


def replied(now: datetime, text: str = "我失业了，还不上") -> Customer:
    customer = Customer.objects.filter(contact_points__isnull=False).first()
    customer = customer or make.customer(phone=PHONE)
    replies.take(address=PHONE, text=text, now=now)
    return customer


def test_opening_holds_the_customers_messages_at_once(now: datetime) -> None:
    message = make_outbox.message(loan=(loan := make.loan()))
    case = make_care.case(now=now, loan=loan)
    held = Message.objects.get(pk=message.pk)
    assert (held.state, held.reason) == ("queued", "hold_hardship")
    assert case.holds.get().hold.until is None


def test_a_second_opening_joins_the_live_case(now: datetime) -> None:
    case = make_care.case(now=now)
    again = cases.open_case(
        case.customer, source="page:3", by=None, now=now, needs=["instalments"], story="求分期"
    )
    assert again == case
    again.refresh_from_db()
    assert again.needs == ["deferral", "instalments"]
    assert Hold.objects.count() == 1


def test_an_unknown_need_is_refused(now: datetime) -> None:
    with pytest.raises(Refused, match="Unknown need"):
        make_care.case(now=now, needs=["a yacht"])
    assert not Hold.objects.exists()


def test_what_people_say_is_encrypted_at_rest(now: datetime) -> None:
    case = make_care.case(now=now, story="我住院了")
    cases.add_note(case, text="电话里哭了", by=make.staff("agent"), now=now)
    stored = make_sealed.stored(HardshipCase.objects.get(), "story")
    assert "我住院了".encode() not in stored
    assert HardshipCase.objects.get().story == "我住院了"
    note = HardshipNote.objects.get(what="note")
    assert note.note is not None
    assert "电话里哭了".encode() not in make_sealed.stored(note, "note")


def test_a_case_asked_for_by_reply_takes_over_its_hold_once(now: datetime) -> None:
    customer = replied(now)
    assert hardship_replies.open_missed(now) == 1
    assert hardship_replies.open_missed(now) == 0
    case = HardshipCase.objects.get(customer=customer)
    assert (case.opened_by, case.owner) == (None, None)
    assert case.source.startswith("reply:")
    assert case.holds.get().hold == Hold.objects.get(kind="hardship")


def test_a_second_reply_joins_the_case_and_is_held_too(now: datetime) -> None:
    customer = replied(now)
    hardship_replies.open_missed(now)
    replied(now, text="还是没钱")
    assert hardship_replies.open_missed(now) == 1
    case = HardshipCase.objects.get(customer=customer)
    assert case.holds.count() == 2
    assert case.notes.filter(what="asked again").exists()


def test_a_hold_placed_by_hand_opens_no_case(now: datetime) -> None:
    holds.place(customer=make.customer(), kind="hardship", reason="x", source="staff:1", now=now)
    assert hardship_replies.open_missed(now) == 0


def test_needs_are_asked_again_and_kept_in_order(now: datetime) -> None:
    case = make_care.case(now=now)
    agent = make.staff("agent")
    cases.set_needs(case, needs=["illness", "instalments"], by=agent, now=now)
    assert HardshipCase.objects.get().needs == ["instalments", "illness"]


def test_one_person_ends_no_case_and_two_do(now: datetime) -> None:
    """Nobody takes a customer's protection away alone, not even a supervisor who proposes it."""
    case, agent, boss = make_care.case(now=now), make.staff("agent"), make.staff("supervisor")
    with pytest.raises(Refused, match="why"):
        decisions.propose(case, outcome="end", why=" ", by=agent, now=now)
    asked = decisions.propose(case, outcome="end", why="found work again", by=boss, now=now)
    with pytest.raises(Refused, match="somebody else"):
        decisions.approve(asked, by=boss, now=now)
    with pytest.raises(Refused, match="Two people"):
        holds.release(Hold.objects.get(), by=agent, reason="x", now=now)
    assert Hold.objects.get().released_at is None
    decisions.approve(asked, by=make.staff("supervisor"), now=now)
    case.refresh_from_db()
    assert (case.state, Hold.objects.get().released_at) == ("ended", now)
    with pytest.raises(Refused, match="over"):
        cases.take(case, by=agent, now=now)


def test_the_database_ends_no_case_and_no_hold_of_it_for_one_person(now: datetime) -> None:
    case, boss = make_care.case(now=now), make.staff("supervisor")
    over: dict[str, Any] = {"ended_at": now, "ended_by": boss, "end_reason": "x"}
    for state in ("ended", "declined"):
        with pytest.raises(Error, match="only an approved decision"), transaction.atomic():
            HardshipCase.objects.filter(pk=case.pk).update(state=state, **over)
    lifted: dict[str, Any] = {"released_at": now, "released_by": boss, "release_reason": "x"}
    with pytest.raises(Error, match="two people lift"), transaction.atomic():
        Hold.objects.update(**lifted)
    with pytest.raises(Error, match="two people lift"), transaction.atomic():
        Hold.objects.update(**lifted, lift_asked_by=boss)


def test_an_end_once_decided_ends_no_later_case(now: datetime) -> None:
    """What a second person said of one day is no word for another."""
    first = make_care.proposal(now=now, outcome="none", until=None)
    decisions.approve(first, by=(boss := make.staff("supervisor")), now=now)
    later = make_care.case(now=now, loan=first.case.customer.loans.get())
    with pytest.raises(Error, match="only an approved decision"), transaction.atomic():
        HardshipCase.objects.filter(pk=later.pk).update(
            state="declined", ended_at=now, ended_by=boss, end_reason="x"
        )


def test_the_database_allows_one_live_case_and_no_deletion(now: datetime) -> None:
    case = make_care.case(now=now)
    with pytest.raises(Error, match="one_live_hardship"), transaction.atomic():
        HardshipCase.objects.create(customer=case.customer, source="shell", opened_at=now)
    with pytest.raises(Error, match="Cannot delete"), transaction.atomic():
        HardshipCase.objects.filter(pk=case.pk)._raw_delete("default")


def test_the_database_grants_nothing_without_an_approved_decision(now: datetime) -> None:
    make_care.case(now=now)
    with pytest.raises(Error, match="only an approved decision"), transaction.atomic():
        HardshipCase.objects.update(state="granted", ends_on=make.DAY)


def test_it_is_on_the_audit_trail_with_the_words_masked(now: datetime) -> None:
    case = make_care.case(now=now, story="住院")
    entry = AuditEntry.objects.get(
        table="feedback_hardshipcase", row_id=str(case.pk), action="insert"
    )
    assert entry.after["story_enc"] == "•••"
