"""By when a complaint must be answered."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from feedback.deadlines import answer_due
from messaging.policy import profiles

CN = profiles.load("cn")


def test_the_answer_is_due_in_fifteen_calendar_days() -> None:
    assert answer_due(date(2026, 9, 15), CN, working={}) == date(2026, 9, 30)


def test_a_last_day_on_a_holiday_moves_to_the_next_working_day() -> None:
    holiday = {date(2026, 10, day): False for day in range(1, 8)}
    assert answer_due(date(2026, 9, 16), CN, working=holiday) == date(2026, 10, 8)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.sets(st.integers(0, 40)))
def test_the_deadline_is_never_before_the_days_are_over_nor_on_a_known_day_off(
    opened: date, off: set[int]
) -> None:
    working = {opened + timedelta(days=n): False for n in off}
    due = answer_due(opened, CN, working=working)
    assert due >= opened + timedelta(days=CN.complaint_days)
    assert working.get(due, True) or (due - opened).days >= CN.complaint_days + 15
