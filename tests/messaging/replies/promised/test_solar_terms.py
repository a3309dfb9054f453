"""Days by the sun, counted by a formula, are those of the published calendars."""

from datetime import date

import chinese_calendar
import pytest

from messaging.replies.promised.solar_terms import FIRST_YEAR, LAST_YEAR, NAMES, term

WRITTEN = str.maketrans("驚蟄穀滿種處", "惊蛰谷满种处")


@pytest.mark.parametrize("year", range(FIRST_YEAR, LAST_YEAR + 1))
def test_each_is_on_the_day_the_calendar_has_it(year: int) -> None:
    published = chinese_calendar.get_solar_terms(date(year, 1, 1), date(year, 12, 31))
    assert {name.translate(WRITTEN): day for day, name in published} == {
        name: term(name, year) for name in NAMES
    }


def test_of_other_years_nothing_is_known() -> None:
    assert term("立秋", LAST_YEAR + 1) is None
