"""The clock stands still while the customer is asked, and goes on with what was left."""

from datetime import datetime, timedelta

import pytest

from accounts.errors import Refused
from feedback.inbox import assignment, clock
from tests import make_inbox

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def test_what_was_left_is_left_when_it_goes_on(now: datetime) -> None:
    found, agent = make_inbox.conversation("怎么还款", at=now), make_inbox.agent()
    left = found.due_at - now - HOUR
    assignment.wait_for_customer(found, until=now + 3 * DAY, by=agent, now=now + HOUR)
    found.refresh_from_db()
    assert clock.stands(found, now + DAY)
    assert found.due_at == now + 3 * DAY + left  # also when nobody wakes it
    assignment.wake(found, by=agent, now=now + DAY)
    found.refresh_from_db()
    assert found.due_at == now + DAY + left
    assert not clock.stands(found, now + DAY)


def test_an_answer_begins_a_time_of_its_own(now: datetime) -> None:
    found, agent = make_inbox.conversation("怎么还款", at=now), make_inbox.agent()
    assignment.wait_for_customer(found, until=now + 3 * DAY, by=agent, now=now)
    again = now + 2 * DAY
    make_inbox.filed(make_inbox.reply("用的是微信", at=again, customer=found.customer), again)
    found.refresh_from_db()
    assert (found.waits_since, found.snoozed_until) == (None, None)
    assert again < found.due_at <= again + DAY


def test_whoever_asks_late_has_an_hour_to_read_the_answer(now: datetime) -> None:
    found, agent = make_inbox.conversation("怎么还款", at=now), make_inbox.agent()
    late = found.due_at + HOUR
    assignment.wait_for_customer(found, until=late + DAY, by=agent, now=late)
    found.refresh_from_db()
    assert found.due_at == late + DAY + clock.LEAST_LEFT


def test_distress_and_what_was_not_read_do_not_wait(now: datetime) -> None:
    agent = make_inbox.agent()
    despair = make_inbox.conversation("不想活了", at=now)
    with pytest.raises(Refused):
        assignment.wait_for_customer(despair, until=now + DAY, by=agent, now=now)
    found = make_inbox.conversation("怎么还款", at=now)
    make_inbox.filed(make_inbox.reply("在吗", at=now, customer=found.customer), now)
    with pytest.raises(Refused):
        assignment.wait_for_customer(found, until=now + DAY, by=agent, now=now)


def test_resolving_ends_the_wait(now: datetime) -> None:
    found, agent = make_inbox.conversation("怎么还款", at=now), make_inbox.agent()
    assignment.wait_for_customer(found, until=now + DAY, by=agent, now=now)
    assignment.resolve(found, by=agent, now=now)
    found.refresh_from_db()
    assert (found.state, found.waits_since) == ("resolved", None)
