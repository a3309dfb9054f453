"""Help that was asked for is taken back, and a complaint withdrawn, on the customer's pages."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.holds import service as holds
from accounts.models import Hold
from feedback.complaints.closing import resolve
from feedback.complaints.withdrawing import withdrawable
from feedback.hardship.cases import open_case
from feedback.hardship.taking_back import take_back, takeable
from feedback.models import Complaint, HardshipCase
from tests import make, make_outbox
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

pytestmark = pytest.mark.django_db
SURE = {"sure": "1"}
HELP = {"needs": ["deferral"], "story": "住院了"}
WORDS = {"category": "too_often", "words": "每天三条"}


@pytest.fixture
def inside(now: datetime, clock: Clock):
    somebody, customer, message = visitor(now)
    somebody.check()
    somebody.enter()
    return somebody, customer, message


def in_force(customer, kind: str):
    return Hold.objects.filter(customer=customer, kind=kind, released_at=None)


def test_a_request_for_help_is_asked_about_and_taken_back_with_its_hold(inside) -> None:
    somebody, customer, _message = inside
    somebody.post("help", HELP | SURE)
    assert somebody.url("help_back") in somebody.get("mine").content.decode()
    assert 'method="post"' in somebody.get("help_back").content.decode()
    assert in_force(customer, "hardship").exists()
    for _press in range(2):
        assert somebody.post("help_back")["Location"] == somebody.url("mine")
    case = HardshipCase.objects.get()
    assert (case.state, case.ended_by, bool(case.end_reason)) == ("ended", None, True)
    assert case.notes.filter(what="taken back").exists()
    assert not in_force(customer, "hardship").exists()
    assert somebody.url("help_back") not in somebody.get("mine").content.decode()
    somebody.post("help", HELP | SURE)
    assert in_force(customer, "hardship").exists()


def test_what_else_holds_goes_on(inside, now: datetime) -> None:
    somebody, customer, _message = inside
    somebody.post("help", HELP | SURE)
    holds.place(
        customer=customer, kind="dispute", reason="x", source="staff:1", now=now, placed_by=None
    )
    somebody.post("help_back")
    assert in_force(customer, "dispute").exists()


@pytest.mark.parametrize("source", ["staff:1", "reply:9"])
def test_what_was_said_elsewhere_is_not_taken_back_here(inside, now: datetime, source: str) -> None:
    somebody, customer, _message = inside
    open_case(customer, source=source, by=None, now=now)
    assert takeable(customer) is None
    assert somebody.get("help_back")["Location"] == somebody.url("mine")
    somebody.post("help_back")
    assert in_force(customer, "hardship").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        HardshipCase.objects.update(state="ended", ended_at=now, end_reason="x")


def test_what_an_agent_opened_takes_two_people(inside, now: datetime) -> None:
    _somebody, customer, _message = inside
    open_case(customer, source="page:1", by=make.staff("agent"), now=now)
    assert not take_back(customer, now=now)
    assert in_force(customer, "hardship").exists()


def test_a_complaint_is_withdrawn_and_stays_held_until_a_person_closes_it(
    inside, now: datetime
) -> None:
    somebody, customer, _message = inside
    somebody.post("complain", WORDS | SURE)
    assert somebody.url("complain_back") in somebody.get("answer").content.decode()
    complaint = Complaint.objects.get()
    page = somebody.get("complain_back").content.decode()
    assert complaint.number in page
    assert "每天三条" not in page
    for _press in range(2):
        somebody.post("complain_back", {"complaint": complaint.pk})
    complaint.refresh_from_db()
    assert (complaint.withdrawn_at, complaint.state) == (now, "open")
    assert in_force(customer, "complaint").count() == 1
    assert complaint.events.filter(what="withdrawn").count() == 1
    assert somebody.url("complain_back") not in somebody.get("answer").content.decode()
    resolve(complaint, outcome="withdrawn", answer="已撤回", by=make.staff("agent"), now=now)
    assert not in_force(customer, "complaint").exists()


def test_a_complaint_made_again_is_another_one(inside) -> None:
    somebody, _customer, _message = inside
    somebody.post("complain", WORDS | SURE)
    somebody.post("complain_back", {"complaint": Complaint.objects.get().pk})
    somebody.post("complain", WORDS | SURE)
    assert Complaint.objects.filter(withdrawn_at=None).count() == 1
    assert Complaint.objects.count() == 2


def test_later_or_another_text_s_complaint_is_not_withdrawn(
    inside, now: datetime, clock: Clock
) -> None:
    somebody, customer, _message = inside
    somebody.post("complain", WORDS | SURE)
    complaint = Complaint.objects.get()
    foreign = make_outbox.message()
    Complaint.objects.filter(pk=complaint.pk).update(message=foreign)
    somebody.post("complain_back", {"complaint": complaint.pk})
    clock.now = now + timedelta(minutes=31)
    assert withdrawable(customer, now=clock.now) == []
    somebody.check()
    somebody.post("complain_back", {"complaint": complaint.pk})
    complaint.refresh_from_db()
    assert complaint.withdrawn_at is None
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(withdrawn_at=clock.now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Complaint.objects.update(withdrawn_at=now, state="in_progress")
