from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.rules.delinquency import (
    STAGE_ORDER,
    Habit,
    Stage,
    amount_due_after,
    days_past_due,
    habit_of,
    occurrence,
    stage_of,
)


def test_the_due_date_itself_is_day_zero():
    assert days_past_due(date(2026, 3, 1), date(2026, 3, 1)) == 0


def test_days_run_over_the_leap_day():
    assert days_past_due(date(2028, 2, 28), date(2028, 3, 1)) == 2


@pytest.mark.parametrize(
    ("dpd", "stage"),
    [
        (-8, None),
        (-7, "due-7"),
        (-1, "due-7"),
        (0, "due-0"),
        (1, "dpd-1"),
        (2, "dpd-2-3"),
        (3, "dpd-2-3"),
        (4, "dpd-4-7"),
        (7, "dpd-4-7"),
        (8, "dpd-8-15"),
        (15, "dpd-8-15"),
        (16, "dpd-16+"),
        (4000, "dpd-16+"),
    ],
)
def test_each_day_has_its_stage(dpd, stage):
    assert stage_of(dpd) == stage


@given(st.integers(-7, 500))
def test_a_loan_never_goes_back_to_an_earlier_stage(dpd):
    today, tomorrow = stage_of(dpd), stage_of(dpd + 1)
    assert STAGE_ORDER[today] <= STAGE_ORDER[tomorrow]


@pytest.mark.parametrize(
    ("dpd", "expected"), [(-7, 0), (15, 0), (16, 0), (30, 0), (31, 1), (45, 1), (46, 2)]
)
def test_the_last_stage_repeats_every_fifteen_days(dpd, expected):
    assert occurrence(dpd) == expected


def test_the_policy_can_ask_for_longer_pauses():
    assert [occurrence(dpd, repeat_days=30) for dpd in (16, 45, 46)] == [0, 0, 1]


def test_a_pause_of_no_days_is_refused():
    with pytest.raises(ValueError, match="at least one day"):
        occurrence(20, repeat_days=0)


@pytest.mark.parametrize(
    ("paid", "late", "habit"),
    [
        (0, 0, Habit.ALWAYS_ON_TIME),
        (12, 0, Habit.ALWAYS_ON_TIME),
        (1, 1, Habit.SOMETIMES_LATE),
        (12, 1, Habit.SOMETIMES_LATE),
        (10, 2, Habit.SOMETIMES_LATE),
        (10, 3, Habit.OFTEN_LATE),
        (2, 2, Habit.OFTEN_LATE),
    ],
)
def test_habit_follows_the_share_of_late_instalments(paid, late, habit):
    assert habit_of(paid, late) == habit


@pytest.mark.parametrize(("paid", "late"), [(1, 2), (-1, 0), (3, -1)])
def test_counts_that_cannot_be_are_refused(paid, late):
    with pytest.raises(ValueError, match="cannot be"):
        habit_of(paid, late)


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-400, 4000))
def test_days_past_due_undo_adding_days(due, days):
    assert days_past_due(due, due + timedelta(days=days)) == days


def test_paying_too_much_leaves_nothing_due():
    assert amount_due_after(Decimal("100.00"), Decimal("120.00")) == 0
    assert amount_due_after(Decimal("100.00"), Decimal("30.50")) == Decimal("69.50")


def test_the_ladder_names_every_stage():
    assert list(STAGE_ORDER) == [s.value for s in Stage]
