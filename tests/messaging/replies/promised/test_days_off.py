"""When days off end, as far as it is published which days are worked for them."""

from datetime import date

import pytest

from messaging.replies.promised.days_off import first_workday, last_day_off

MAINLAND, ELSEWHERE = ("CN",), ("HK", "TW")


@pytest.mark.parametrize(
    ("day", "countries", "back"),
    [
        (date(2026, 9, 25), MAINLAND, date(2026, 9, 28)),
        (date(2026, 10, 1), MAINLAND, date(2026, 10, 8)),
        (date(2026, 1, 1), MAINLAND, date(2026, 1, 4)),  # a Sunday that is worked
        (date(2027, 1, 1), MAINLAND, date(2027, 1, 4)),  # a Friday: nothing is moved
        (date(2035, 10, 1), MAINLAND, None),  # not published yet
        (date(2026, 9, 24), MAINLAND, None),  # a day of work
        (date(2026, 6, 19), ELSEWHERE, date(2026, 6, 22)),
        (date(2026, 10, 1), ELSEWHERE, None),  # a day off in one of them alone
    ],
)
def test_work_begins_after_the_last_day_off(
    day: date, countries: tuple[str, ...], back: date | None
) -> None:
    assert first_workday(day, countries) == back


def test_the_last_day_off_is_the_one_before() -> None:
    assert last_day_off(date(2026, 4, 5), MAINLAND) == date(2026, 4, 6)
