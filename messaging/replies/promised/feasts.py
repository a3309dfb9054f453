"""Feasts people name a day by. Those by the moon and the sun are known as far as tables go."""

from datetime import date, timedelta

from messaging.replies.promised import moon, solar_terms
from messaging.replies.promised.calendar import FAR, NEAR, month_and_day
from messaging.replies.promised.feast_days import (
    BY_THE_MOON,
    BY_THE_SUN,
    BY_WEEKDAY,
    ELSEWHERE_ANOTHER,
    FIXED,
    FROM_EASTER,
    SAME,
    TOLD,
    WEATHER,
)

_TOLD = {name: [date.fromisoformat(day) for day in days.split()] for name, days in TOLD.items()}
_MOON = {name: moon.named(*day) for name, day in BY_THE_MOON.items()}


def feast(name: str, today: date) -> date | None:
    """The next such day; None where it is not known, further off than `calendar.FAR`, or another
    elsewhere. `name`: as it is written in `feast_days`."""
    name = SAME.get(name, name)
    if name in FIXED:
        return month_and_day(today, *FIXED[name])
    if name in ELSEWHERE_ANOTHER:
        return _of_one_country(name, today)
    return _next(_days(name, today.year), today)


def _days(name: str, year: int) -> list[date]:
    """Of this year and the next, at least."""
    if name in FROM_EASTER:
        return [day + timedelta(days=FROM_EASTER[name]) for day in _TOLD["EASTER"]]
    if name in BY_WEEKDAY:
        return [BY_WEEKDAY[name](year), BY_WEEKDAY[name](year + 1)]
    if name in BY_THE_SUN or name in WEATHER:
        term = BY_THE_SUN.get(name, name)
        both = (solar_terms.term(term, each) for each in (year, year + 1))
        return [day for day in both if day]
    return _TOLD[name] if name in _TOLD else _MOON[name]


def _of_one_country(name: str, today: date) -> date | None:
    """The next one is meant when it is near and the one after it is not."""
    days = sorted(
        {each(year) for each in ELSEWHERE_ANOTHER[name] for year in (today.year, today.year + 1)}
    )
    coming = [day for day in days if day >= today]
    clear = (coming[1] - today).days > NEAR and (coming[1] - coming[0]).days > NEAR
    return coming[0] if clear and (coming[0] - today).days <= FAR else None


def _next(days: list[date], today: date) -> date | None:
    return next((day for day in days if 0 <= (day - today).days <= FAR), None)


_ALL = (
    *FIXED, *BY_WEEKDAY, *ELSEWHERE_ANOTHER, *FROM_EASTER, *_TOLD, *SAME, *_MOON, *BY_THE_SUN,
)  # fmt: skip
NAMES_ZH = tuple(name for name in _ALL if not name.isascii())
NAMES_EN = tuple(name for name in _ALL if name.isascii())
