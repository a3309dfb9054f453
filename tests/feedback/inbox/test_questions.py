"""A question stays at the desk until somebody has dealt with it, and does not stay quietly."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Customer, Hold
from feedback.alarms.open_alarms import open_alarms
from feedback.inbox import ageing, assignment, listing
from feedback.inbox.filters import ASKS, Filters, chatter
from feedback.models import Alarm, Conversation
from tests import make, make_alarms, make_inbox, make_outbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
ASKED = "请问怎么还款"


@pytest.fixture
def customer() -> Customer:
    return make_alarms.customer()


def waits(conversation: Conversation) -> datetime | None:
    conversation.refresh_from_db()
    return conversation.asks_since


def test_it_is_counted_listed_and_no_small_talk(now: datetime, customer: Customer) -> None:
    found = make_inbox.conversation(ASKED, at=now, customer=customer)
    make_inbox.conversation("好的谢谢", at=now)
    agent = make_inbox.agent()
    assert waits(found) == now
    assert found.due_at == now + 8 * HOUR
    assert not Conversation.objects.filter(chatter(), pk=found.pk).exists()
    assert listing.questions(agent, now) == 1
    rows = listing.page("all", by=agent, now=now, wanted=Filters(intent=ASKS)).rows
    assert [row.conversation.pk for row in rows] == [found.pk]


def test_thanks_written_after_it_answer_nothing(now: datetime, customer: Customer) -> None:
    make_inbox.conversation(ASKED, at=now, customer=customer)
    later = make_inbox.conversation("好的谢谢", at=now + HOUR, customer=customer)
    assert waits(later) == now


def test_reading_and_snoozing_leave_it_and_dealing_with_it_ends_it(
    now: datetime, customer: Customer
) -> None:
    found = make_inbox.conversation(ASKED, at=now, customer=customer)
    agent = make_inbox.agent()
    assignment.mark_read(found, by=agent, now=now)
    assignment.snooze(found, until=now + HOUR, by=agent, now=now)
    assert waits(found) == now
    assignment.wait_for_customer(found, until=now + 2 * HOUR, by=agent, now=now)
    assert waits(found) is None


def test_what_the_policy_holds_for_it_ends_with_it(now: datetime) -> None:
    lender = make.lender()
    make_outbox.policy(lender, question_hold_days=2)
    customer = make.loan(lender=lender).customer
    found = make_inbox.conversation(ASKED, at=now, customer=customer)
    assert Hold.objects.filter(kind="open_question", released_at=None).count() == 1
    assignment.resolve(found, by=make_inbox.agent(), now=now + HOUR)
    assert Hold.objects.get(kind="open_question").released_at == now + HOUR


def test_it_comes_first_when_late_and_rings_after_two_days(
    now: datetime, customer: Customer
) -> None:
    found = make_inbox.conversation(ASKED, at=now, customer=customer)
    assert ageing.age(now + 7 * HOUR)["pressing"] == 0
    assert ageing.age(now + 9 * HOUR)["pressing"] == 1
    late = now + timedelta(days=2)
    assert ageing.age(late - HOUR)["asked"] == 0
    assert ageing.age(late)["asked"] == 1
    assert ageing.age(late + HOUR)["asked"] == 0
    boss = make.staff("supervisor")
    assert len(open_alarms(boss, late).unanswered) == 1
    assert not open_alarms(boss, late).unread
    assignment.resolve(found, by=make_inbox.agent(), now=late + HOUR)
    assert Alarm.objects.get().closed_how == "answered"
