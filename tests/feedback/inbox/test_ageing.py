"""Nobody reads a reply: it comes to the front, supervisors hear of it, and its end is loud."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Customer, Hold
from feedback.alarms.open_alarms import open_alarms
from feedback.inbox import ageing, assignment, listing
from feedback.models import Alarm
from messaging.inbound import replies
from messaging.policy import profiles
from tests import make, make_alarms, make_inbox, make_outbox

pytestmark = pytest.mark.django_db
DAYS = profiles.load("cn").unread_reply_days
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def customer() -> Customer:
    return make_alarms.customer()


def held() -> int:
    return Hold.objects.filter(kind="unread_reply", released_at=None).count()


def test_what_is_overdue_and_holds_texts_comes_before_what_is_not(
    now: datetime, customer: Customer
) -> None:
    older = make_inbox.conversation("好的", at=now - 40 * HOUR)  # harmless: it holds nobody
    found = make_inbox.conversation("咕噜", at=now - 25 * HOUR, customer=customer)
    agent = make_inbox.agent()
    order = [row.conversation.pk for row in listing.page("all", by=agent, now=now).rows]
    assert order == [older.pk, found.pk]
    assert ageing.press(now) == 1
    order = [row.conversation.pk for row in listing.page("all", by=agent, now=now).rows]
    assert order == [found.pk, older.pk]
    assert ageing.press(now) == 0


def test_supervisors_hear_of_it_a_day_before_it_ends(now: datetime, customer: Customer) -> None:
    make_inbox.conversation("咕噜", at=now, customer=customer)
    boss, agent = make.staff("supervisor"), make_inbox.agent()
    assert ageing.warn(now + DAYS * DAY - 25 * HOUR) == 0
    warned = now + DAYS * DAY - 24 * HOUR
    assert ageing.warn(warned) == 1
    assert ageing.warn(warned + HOUR) == 0
    assert len(open_alarms(boss, warned).unread) == 1
    assert not open_alarms(agent, warned)
    assert held() == 1


def test_after_the_days_of_the_policy_it_ends_and_rings_again(
    now: datetime, customer: Customer
) -> None:
    found = make_inbox.conversation("咕噜", at=now, customer=customer)
    over = now + DAYS * DAY
    assert ageing.age(over - HOUR)["ended"] == 0
    assert ageing.age(over)["ended"] == 1
    hold = Hold.objects.get(kind="unread_reply")
    assert (hold.released_at, hold.released_by) == (over, None)
    alarm = Alarm.objects.get()
    assert (alarm.kind, alarm.raised_at, alarm.closed_at) == ("unread", over, None)
    assert found.events.filter(what="unread_ended").count() == 1


def test_the_longest_of_the_policies_of_the_customers_lenders_counts(now: datetime) -> None:
    lender = make.lender()
    make_outbox.policy(lender, unread_reply_days=20)
    patient = make.loan(lender=lender).customer
    other = make_inbox.ready(make.lender())
    make.loan(lender=other, customer=patient)
    make_inbox.conversation("咕噜", at=now, customer=patient)
    make_inbox.conversation("咕噜", at=now, customer=make.loan(lender=other).customer)
    assert ageing.end(now + DAYS * DAY) == 1
    assert Hold.objects.get(released_at=None).customer == patient
    assert ageing.end(now + 20 * DAY) == 1


def test_of_few_days_the_warning_comes_when_they_are_half_over(now: datetime) -> None:
    assert ageing._warned_at(1) == timedelta(hours=12)
    assert ageing._warned_at(7) == timedelta(days=6)


@pytest.mark.parametrize("when", ["warned", "ended"])
def test_who_reads_it_closes_the_alarm(now: datetime, customer: Customer, when: str) -> None:
    found = make_inbox.conversation("咕噜", at=now, customer=customer)
    late = now + DAYS * DAY - (HOUR if when == "warned" else timedelta())
    ageing.age(late)
    agent: Any = make_inbox.agent()
    assignment.mark_read(found, by=agent, now=late)
    alarm = Alarm.objects.get()
    assert (alarm.closed_how, alarm.closed_by) == ("read", agent)
    assert held() == 0


def test_who_comes_to_have_the_number_later_is_held_too(now: datetime) -> None:
    """A file brought in tomorrow must not text a number whose reply nobody has read."""
    phone = make.sandbox_phone()
    reply = replies.take(address=phone, text="咕噜", now=now)
    found = make_inbox.filed(reply, now)
    assert held() == 0
    newcomer = make.customer(phone=phone)
    assert ageing.cover(now + HOUR) == 1
    assert ageing.cover(now + HOUR) == 0
    hold = Hold.objects.get()
    assert (hold.customer, hold.kind, hold.source) == (
        *(newcomer, "unread_reply"),
        f"reply:{reply.pk}",
    )
    assignment.mark_read(found, by=make_inbox.agent(), now=now + HOUR)
    assert held() == 0
    make.customer(phone=phone)
    assert ageing.cover(now + 2 * HOUR) == 0


def test_what_ended_by_the_days_of_the_policy_is_not_held_again(
    now: datetime, customer: Customer
) -> None:
    make_inbox.conversation("咕噜", at=now, customer=customer)
    ageing.age(now + DAYS * DAY)
    assert ageing.cover(now + DAYS * DAY) == 0
