"""Wrong person: whoever says so and wherever, no open conversation of the number shows the debt."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import ContactPoint
from feedback.calls import asking, work
from feedback.inbox import assignment, masking
from feedback.models import Conversation
from feedback.pages import actions as pages
from messaging.models import Message
from messaging.replies.intents import Intent
from messaging.suppression import wrong_party
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def loan(db: None) -> Any:
    return make.loan(lender=make_inbox.ready(make.lender()))


@pytest.fixture
def talk(loan: Any, now: datetime) -> Conversation:
    """An open conversation that shows the debt."""
    found = make_inbox.conversation(at=now, customer=loan.customer)
    assert not found.masked
    return found


def verified(talk: Conversation, now: datetime) -> Conversation:
    assignment.verify(talk, how="回拨核对", by=talk.owner or make_inbox.agent(), now=now)
    return talk


def hidden(talk: Conversation) -> bool:
    talk.refresh_from_db()
    return talk.masked and talk.verified_at is None and talk.verified_by is None


def test_said_on_the_page_it_hides_the_debt(
    talk: Conversation, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    verified(talk, now)
    text = Message(pk=1, contact_point=talk.contact_point)
    with django_capture_on_commit_callbacks(execute=True):
        pages.not_me(text, now=now + HOUR)
    assert hidden(talk)
    assert talk.changed_at == now + HOUR


def test_said_again_it_hides_what_was_verified_meanwhile(
    talk: Conversation, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    assert talk.contact_point is not None
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            wrong_party.shield(talk.contact_point, source="test", by=None, now=now)
        assert hidden(talk)
        verified(talk, now)


def test_a_call_to_a_wrong_number_hides_the_debt(
    loan: Any, talk: Conversation, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    task = asking.ask(loan.customer, reason="call_back", source="test", now=now)
    agent = make_inbox.agent()
    work.dial(task, loan.customer.contact_points.get(), by=agent, now=now)
    with django_capture_on_commit_callbacks(execute=True):
        work.tell(task, outcome="wrong_number", by=agent, now=now)
    assert hidden(talk)


def test_another_customers_conversation_of_the_number_is_hidden_too(
    talk: Conversation, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    same = make.customer(phone=None)
    assert talk.contact_point is not None
    point = ContactPoint.objects.get(pk=talk.contact_point.pk)
    point.pk, point.customer = None, same
    point.save(force_insert=True)
    elsewhere = make_inbox.conversation(at=now)
    with django_capture_on_commit_callbacks(execute=True):
        wrong_party.shield(point, source="test", by=None, now=now)
    assert hidden(talk)
    assert not hidden(elsewhere)


def test_said_beside_something_more_urgent_it_hides_the_debt(
    loan: Any, talk: Conversation, now: datetime
) -> None:
    again = make_inbox.conversation("你打错了，我不想活了", at=now + HOUR, customer=loan.customer)
    assert again.intent == Intent.DISTRESS
    assert again.pk == talk.pk
    assert hidden(talk)


def test_a_reply_that_says_so_again_hides_what_was_verified_meanwhile(
    loan: Any, talk: Conversation, now: datetime, django_capture_on_commit_callbacks: Any
) -> None:
    for text in ("打错了，不是本人", "你打错了，我不想活了"):
        verified(talk, now)
        with django_capture_on_commit_callbacks(execute=True):
            make_inbox.reply(text, at=now + HOUR, customer=loan.customer)
        assert hidden(talk)


def test_a_number_nobody_reaches_any_more_hides_nothing(talk: Conversation, now: datetime) -> None:
    ContactPoint.objects.update(state=ContactPoint.State.UNREACHABLE)
    assert masking.hide(ContactPoint.objects.values_list("pk", flat=True), now) == 0
    assert masking.hide_missed(now) == 0


def test_what_a_crash_left_showing_is_hidden_and_who_was_verified_is_not(
    talk: Conversation, now: datetime
) -> None:
    ContactPoint.objects.update(state=ContactPoint.State.WRONG_PARTY)
    assert masking.hide_missed(now) == 1
    assert hidden(talk)
    verified(talk, now)
    assert masking.hide_missed(now) == 0


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_no_conversation_while_customers_are_locked(now: datetime) -> None:
    """Whoever acts on a conversation locks it before the customer: the other way round, two wait
    for each other."""
    found = make_inbox.conversation(at=now)
    assert found.contact_point is not None
    with transaction.atomic():
        wrong_party.shield(found.contact_point, source="test", by=None, now=now)
        found.refresh_from_db()
        assert not found.masked
    assert hidden(found)
