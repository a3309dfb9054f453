"""Who typed an answer asks for it to be sent, and it waits until somebody else has."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from accounts.errors import Refused
from accounts.models import User
from feedback.complaints import second_look
from feedback.letters import asking, drafting, sending, starter
from feedback.models import Complaint, ComplaintEvent, Letter, LetterTemplate
from tests import make
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


@pytest.fixture
def agent() -> User:
    return make.staff("agent")


@pytest.fixture
def answer(now: datetime, agent: User) -> LetterTemplate:
    starter.install(author=agent, approver=make.staff("supervisor"), now=now)
    (template,) = drafting.in_force(now, purpose="answer", language="zh-hans")
    return template


@pytest.fixture
def answered(now: datetime, agent: User) -> Complaint:
    customer = make.customer()
    make.loan(customer=customer)
    return close(logged(now, customer=customer), now, by=agent)


def send(complaint: Complaint, template: LetterTemplate, by: User, now: datetime) -> Letter:
    page = sending.compose(complaint, template, now=now)
    seen = sending.fingerprint(page)
    return sending.send(complaint, template, way="post", seen_hash=seen, by=by, now=now)


def test_an_answer_waits_once_until_somebody_else_has_sent_it(
    now: datetime, agent: User, answered: Complaint, answer: LetterTemplate
) -> None:
    assert not asking.is_asked(answered)
    for _twice in range(2):
        asking.ask(answered, answer, by=agent, now=now)
    assert [(row.complaint_id, row.by_id) for row in asking.waiting()] == [(answered.pk, agent.pk)]
    with pytest.raises(Refused):
        send(answered, answer, agent, now)
    send(answered, answer, make.staff("supervisor"), now + timedelta(minutes=1))
    assert not asking.waiting().exists()


def test_who_did_not_type_it_sends_it_and_asks_nobody(
    now: datetime, answered: Complaint, answer: LetterTemplate
) -> None:
    with pytest.raises(Refused):
        asking.ask(answered, answer, by=make.staff("agent"), now=now)
    with pytest.raises(PermissionDenied):
        asking.ask(answered, answer, by=make.staff("auditor"), now=now)
    assert not ComplaintEvent.objects.filter(what=asking.ASKED).exists()


def test_an_answer_not_given_yet_or_taken_back_waits_for_nobody(
    now: datetime, agent: User, answer: LetterTemplate
) -> None:
    with pytest.raises(Refused):
        asking.ask(logged(now), answer, by=agent, now=now)
    drawn = close(logged(now, category="conduct"), now, by=agent)
    asking.ask(drawn, answer, by=agent, now=now)
    second_look.open_again(drawn, by=make.staff("supervisor"), reason="again", now=now)
    assert not asking.waiting().exists()
