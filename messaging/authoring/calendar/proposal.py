"""A year's work calendar as the `holidays` library has it: a proposal for a person to check.

The library invents coming years and does not warn: of a year whose official arrangement is not
published it knows no make-up days (facts: holidays and working days).
"""

from datetime import date
from importlib.metadata import version

import holidays

from messaging.policy.calendar import MAX_NAME, SATURDAY, Calendar, CalendarDay

SOURCE = f"holidays {version('holidays')}"
_LANGUAGES = {"CN": "zh_CN", "TW": "zh_TW", "HK": "zh_HK", "IN": "en_IN"}
_PART_OF = {"GB": "ENG"}
"""Days off differ within the country: the courts' and banks' ones of England and Wales."""


def proposed(country: str, year: int) -> Calendar:
    """The odd days of the year, by date: days off by name, and the weekend days worked instead.

    The weekend is Saturday and Sunday everywhere, as for the policies' hours.
    """
    known = holidays.country_holidays(
        country, subdiv=_PART_OF.get(country), years=year, language=_LANGUAGES.get(country)
    )
    off = [CalendarDay(day, False, name[:MAX_NAME]) for day, name in known.items()]
    worked = [
        CalendarDay(day, True, _make_up_name(country))
        for day in known.weekend_workdays
        if day.weekday() >= SATURDAY and day.year == year
    ]
    found = {day.date: day for day in [*worked, *off] if day.date.year == year}
    return tuple(found[day] for day in sorted(found))


def has_make_up_days(country: str) -> bool:
    """Whether the official arrangement moves working days to weekends, every year."""
    return country == "CN"


def is_proposal(source: str) -> bool:
    """Whether the days still rest on the library alone."""
    return source.startswith("holidays ")


def _make_up_name(country: str) -> str:
    return {"CN": "调休上班", "TW": "補行上班"}.get(country, "")


def years_ahead(today: date) -> tuple[int, int]:
    """This year and the next: what pages offer."""
    return today.year, today.year + 1
