"""Working on a complaint: who has it, what it is about, which messages."""

from datetime import datetime

import pytest
from django.db import DatabaseError, transaction

from accounts.errors import Refused
from feedback.complaints import working
from feedback.models import Complaint, ComplaintMessage
from tests import make, make_outbox
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


def test_it_is_handed_to_a_colleague_who_works_on_complaints(now: datetime) -> None:
    complaint, colleague = logged(now), make.staff("agent")
    working.hand_over(complaint, to=colleague, reason="休假", by=complaint.owner, now=now)
    complaint.refresh_from_db()
    assert (complaint.owner, complaint.state) == (colleague, "in_progress")
    for nobody in (make.staff("collector"), make.staff("agent", is_active=False), colleague):
        with pytest.raises(Refused):
            working.hand_over(complaint, to=nobody, reason="", by=colleague, now=now)


def test_it_is_not_handed_to_who_does_not_see_it(now: datetime) -> None:
    theirs, others = make.lender(), make.lender()
    complaint = logged(now, customer=make.loan(lender=theirs).customer)
    elsewhere, there = (make.staff("agent", lenders=[each]) for each in (others, theirs))
    with pytest.raises(Refused, match="看不到"):
        working.hand_over(complaint, to=elsewhere, reason="", by=complaint.owner, now=now)
    with pytest.raises(DatabaseError, match="does not see it"), transaction.atomic():
        Complaint.objects.filter(pk=complaint.pk).update(owner=elsewhere)
    working.hand_over(complaint, to=there, reason="", by=complaint.owner, now=now)
    complaint.refresh_from_db()
    assert complaint.owner == there


def test_those_it_can_be_handed_to_are_exactly_the_workers(now: datetime) -> None:
    agent = make.staff("agent")
    make.staff("agent", is_active=False)
    make.staff("supervisor")
    assert agent in working.workers()
    assert all(each.has_perm("feedback.change_complaint") for each in working.workers())


def test_what_it_is_about_can_be_said_better_with_both_on_the_timeline(now: datetime) -> None:
    complaint = logged(now)
    agent = make.staff("agent")
    working.reclassify(complaint, category="privacy", severity="severe", by=agent, now=now)
    complaint.refresh_from_db()
    assert (complaint.category, complaint.severity) == ("privacy", "severe")
    assert complaint.events.filter(what="reclassified").count() == 1


def test_several_messages_are_linked_and_the_first_says_the_text(now: datetime) -> None:
    loan = make.loan()
    first, agent = make_outbox.message(loan=loan), make.staff("agent")
    complaint = logged(now, customer=loan.customer)
    working.link_message(complaint, first, by=agent, now=now)
    with pytest.raises(Refused):
        working.link_message(complaint, first, by=agent, now=now)
    with pytest.raises(Refused):
        working.link_message(complaint, make_outbox.message(), by=agent, now=now)
    complaint.refresh_from_db()
    assert complaint.template_version == first.template_version


def test_a_message_it_was_not_about_is_taken_off_again(now: datetime) -> None:
    message, agent = make_outbox.message(), make.staff("agent")
    complaint = logged(now, customer=message.customer, message=message)
    working.unlink_message(ComplaintMessage.objects.get(), by=agent, now=now)
    complaint.refresh_from_db()
    assert (complaint.message, complaint.template_version) == (None, None)


def test_a_closed_one_is_no_longer_worked_on(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    close(complaint, now)
    for act in (
        lambda: working.take(complaint, by=agent, now=now),
        lambda: working.hand_over(complaint, to=agent, reason="", by=agent, now=now),
        lambda: working.reclassify(complaint, category="other", severity="low", by=agent, now=now),
    ):
        with pytest.raises(Refused):
            act()
    assert Complaint.objects.get().category == "too_often"
