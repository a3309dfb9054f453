"""Days by the moon, against a library that knows it."""

from datetime import date

import holidays
import pytest

from messaging.replies.promised import moon
from messaging.replies.promises import read

KNOWN = {
    "New Year": (1, 1),
    "Dragon Boat": (5, 5),
    "Mid-Autumn": (8, 15),
}


@pytest.mark.parametrize(("name", "day"), KNOWN.items())
def test_its_days_are_those_of_a_library(name: str, day: tuple[int, int]) -> None:
    known = holidays.country_holidays("CN", years=range(2025, 2046), language="en_US")
    ours = [each for each in moon.named(*day) if each.year >= 2025]
    assert len(ours) == 21
    assert all(name in known.get(each, "") for each in ours)


def test_a_year_without_a_thirtieth_ends_on_the_twenty_ninth() -> None:
    assert moon.coming(date(2026, 12, 1), 12, 30) == date(2027, 2, 5)
    assert moon.coming(date(2026, 12, 1), 12, 31) is None


def test_the_second_of_a_month_that_comes_twice_names_no_day() -> None:
    assert moon.coming(date(2028, 5, 1), 5, 1) == date(2028, 5, 24)
    assert moon.coming(date(2028, 6, 1), 6, 1) == date(2028, 7, 22)


def test_a_day_of_the_first_month_is_meant_only_in_its_season() -> None:
    assert moon.of_first_month(date(2027, 1, 20), 1) == date(2027, 2, 6)
    assert moon.of_first_month(date(2027, 2, 8), 15) == date(2027, 2, 20)
    assert moon.of_first_month(date(2026, 11, 28), 6) is None
    assert moon.of_first_month(date(2027, 2, 8), 2) is None
    assert moon.of_first_month(date(2100, 2, 8), 2) is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("农历八月初三还清", date(2026, 9, 13)),
        ("阴历七月二十给你转", date(2026, 9, 1)),
        ("八月初八还两千", date(2026, 9, 18)),
        ("农历年底还清", date(2027, 2, 5)),
        ("8月初还", None),
        ("八月初还", None),
    ],
)
def test_it_is_read_in_a_promise(text: str, day: date | None) -> None:
    assert read(text, date(2026, 8, 10)).day == day
