"""What lies there now: every figure is the number of rows its link lists."""

from datetime import datetime, timedelta

import pytest

from feedback.desk import standing
from feedback.inbox import assignment, listing
from feedback.inbox.filters import Filters
from tests import make_inbox

pytestmark = pytest.mark.django_db
AGO = (0, 2, 10, 30, 100)  # hours


def some(now: datetime) -> None:
    agent = make_inbox.agent()
    for hours in AGO:
        found = make_inbox.conversation("怎么还款", at=now - timedelta(hours=hours))
    assignment.take(found, by=agent, now=now)
    make_inbox.conversation("我要投诉", at=now)
    later = make_inbox.conversation("好的", at=now)
    assignment.snooze(later, until=now + timedelta(hours=1), by=agent, now=now)


def listed(now: datetime, **wanted: str) -> int:
    page = listing.page(listing.ALL, by=make_inbox.agent(), now=now, wanted=Filters(**wanted))
    return len(page.rows)


def test_ages_meanings_and_people_are_the_rows_of_the_inbox(now: datetime) -> None:
    some(now)
    found = standing.standing(now)
    assert (found.all.open, found.all.later) == (7, 1)
    for age, load in found.by_age.items():
        assert load.open - load.later == listed(now, age=age), age
    for intent, load in found.by_intent.items():
        assert load.open - load.later == listed(now, intent=intent), intent
    for owner, load in found.by_owner.items():
        who = "nobody" if owner is None else str(owner)
        assert load.open - load.later == listed(now, owner=who), owner
    assert found.all.overdue == listed(now, age="overdue")
    assert sum(load.open for load in found.by_age.values()) == found.all.open


def test_an_empty_inbox_has_figures_too(now: datetime) -> None:
    assert standing.standing(now).all == standing.Load()
