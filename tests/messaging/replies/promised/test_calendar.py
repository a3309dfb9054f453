"""Days counted from today."""

from datetime import date

from messaging.replies.promised import calendar

SATURDAY = date(2026, 11, 28)


def test_a_day_this_month_does_not_have_is_in_the_next_that_has_it() -> None:
    assert calendar.day_of_month(SATURDAY, 31) == date(2026, 12, 31)
    assert calendar.day_of_month(SATURDAY, 30) == date(2026, 11, 30)
    assert calendar.day_of_month(SATURDAY, 32) is None


def test_a_date_too_far_off_is_none() -> None:
    assert calendar.month_and_day(SATURDAY, 1, 5) == date(2027, 1, 5)
    assert calendar.month_and_day(SATURDAY, 11, 20) is None
    assert calendar.month_and_day(SATURDAY, 2, 30) is None


def test_nobody_calls_today_by_its_name() -> None:
    assert calendar.coming_weekday(SATURDAY, 5) == date(2026, 12, 5)
    assert calendar.coming_weekday(SATURDAY, 6) == date(2026, 11, 29)


def test_the_same_day_of_a_shorter_month_is_its_last() -> None:
    assert calendar.in_months(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert calendar.end_of_month(SATURDAY, 1) == date(2026, 12, 31)


def test_the_nth_weekday_of_a_month_and_its_last() -> None:
    assert calendar.nth_weekday(SATURDAY, 0, 1) == date(2026, 11, 2)
    assert calendar.nth_weekday(SATURDAY, 4, -1) == date(2026, 11, 27)
