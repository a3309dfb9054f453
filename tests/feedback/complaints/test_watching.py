"""Deadlines remind before and escalate after, each once."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from accounts.access.team import TEAM
from feedback.complaints import extensions, reviews, watching
from feedback.models import ComplaintAlert
from tests import make
from tests.make_complaints import close, logged, resolved

pytestmark = pytest.mark.django_db
# `now` is 18:30; a complaint of the 15th is due on the 30th, which ends at midnight.
DAY = timedelta(days=1)


def kinds() -> list[str]:
    return list(ComplaintAlert.objects.order_by("pk").values_list("kind", flat=True))


def test_the_owner_is_reminded_three_days_before_then_a_day_then_it_escalates(
    now: datetime,
) -> None:
    complaint = logged(now)
    assert watching.remind(now + 12 * DAY) == 0
    assert watching.remind(now + 13 * DAY) == 1
    assert watching.remind(now + 14 * DAY) == 0
    assert watching.remind(now + 15 * DAY) == 1
    assert watching.remind(now + 16 * DAY) == 1
    assert kinds() == ["due_3_days", "due_24h", "overdue"]
    said = complaint.events.filter(by=None).values_list("what", flat=True)
    assert list(said) == ["due_3_days", "due_24h", "overdue"]


def test_a_second_tick_reminds_nobody_twice(now: datetime) -> None:
    logged(now)
    assert [watching.remind(now + 16 * DAY) for _tick in range(3)] == [1, 0, 0]


def test_what_is_overdue_already_costs_no_queries_each_tick(
    now: datetime, django_assert_max_num_queries
) -> None:
    for _n in range(4):
        logged(now)
    watching.remind(now + 16 * DAY)
    with django_assert_max_num_queries(4):  # two, and the transaction they stream in
        assert watching.remind(now + 16 * DAY) == 0


def test_the_last_day_is_over_when_it_is_over_for_the_lender(now: datetime) -> None:
    east = make.lender(timezone="Pacific/Auckland")
    customer = make.customer()
    make.loan(lender=east, customer=customer)
    # 22:00 in Shanghai is 02:00 of the next day in Auckland, and 02:00 there is after the last one.
    logged(now, customer=customer)
    evening = now.replace(hour=14, minute=0) + 15 * DAY
    assert watching.remind(evening) == 1
    assert kinds() == ["overdue"]


def test_an_answered_one_reminds_nobody(now: datetime) -> None:
    resolved(now)
    assert watching.remind(now + 60 * DAY) == 0


def test_a_moved_deadline_reminds_anew(now: datetime) -> None:
    complaint, agent = logged(now), make.staff("agent")
    watching.remind(now + 14 * DAY)
    extensions.mark_complex(complaint, reason="复杂", by=agent, now=now + 14 * DAY)
    assert watching.remind(now + 15 * DAY) == 0
    assert watching.remind(now + 28 * DAY) == 1


def test_the_clock_of_a_review_is_watched_too(now: datetime) -> None:
    reviews.ask_for_review(resolved(now), via="phone", text="不服", by=None, now=now)
    assert watching.remind(now + 31 * DAY) == 1
    assert kinds() == ["overdue"]


def test_a_desk_shows_ones_own_and_what_nobody_has(now: datetime) -> None:
    mine = logged(now)
    logged(now)
    logged(now, by=None, via="page")
    watch = watching.desk_of(mine.owner, now=now + 15 * DAY)
    assert (watch.mine_urgent, watch.all_urgent, watch.nobodys) == (1, 3, 1)
    assert watch.mine_overdue == watch.all_overdue == 0
    close(mine, now)
    later = watching.desk_of(mine.owner, now=now + 16 * DAY)
    assert (later.mine_overdue, later.all_overdue) == (0, 2)


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)), st.integers(-200, 200))
def test_urgency_only_grows(due: date, hours: int) -> None:
    order = ["", "due_3_days", "due_24h", "overdue"]
    moment = datetime.combine(due, datetime.min.time()).astimezone() + timedelta(hours=hours)
    earlier = watching.urgency(due, now=moment, lender=TEAM)
    later = watching.urgency(due, now=moment + timedelta(hours=1), lender=TEAM)
    assert order.index(earlier) <= order.index(later)
