"""Days counted from today, as people count them."""

from calendar import monthrange
from datetime import date, timedelta

FAR = 183
"""Days. A month and day further off than this were hardly meant for a promise."""


NEAR = 31
"""Days. Of 5/12 only the reading that lies nearer than this can be meant."""

A_DAY = timedelta(days=1)


def in_days(today: date, days: int) -> date:
    return today + timedelta(days=days)


def in_months(today: date, months: int) -> date:
    """The same day of a later month, its last when it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    return date(year, month + 1, min(today.day, monthrange(year, month + 1)[1]))


def end_of_month(today: date, months: int = 0) -> date:
    there = in_months(today.replace(day=1), months)
    return there.replace(day=monthrange(there.year, there.month)[1])


def day_of_month(today: date, day: int, months: int | None = None) -> date | None:
    """The 31st said in November is that of December. `months`: of that month and no other."""
    if not 1 <= day <= 31:
        return None
    for ahead in (months,) if months is not None else (0, 1, 2):
        last = end_of_month(today, ahead)
        if day <= last.day and last.replace(day=day) >= today:
            return last.replace(day=day)
    return None


def month_and_day(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """None for a day that does not exist, is gone by, or lies further off than `FAR`."""
    for each in (year,) if year is not None else (today.year, today.year + 1):
        try:
            found = date(each, month, day)
        except ValueError:
            continue
        if 0 <= (found - today).days <= FAR:
            return found
    return None


_NEW_YEARS = """
2026-02-17 2027-02-06 2028-01-26 2029-02-13 2030-02-03 2031-01-23 2032-02-11 2033-01-31 2034-02-19
2035-02-08 2036-01-28 2037-02-15 2038-02-04 2039-01-24 2040-02-12 2041-02-01 2042-01-22 2043-02-10
2044-01-30 2045-02-17
"""
NEW_YEARS = {day.year: day for day in map(date.fromisoformat, _NEW_YEARS.split())}
"""The first day of the year by the moon."""


def new_year(today: date) -> date | None:
    """The next first day of the year by the moon that lies no further off than `FAR`."""
    for year in (today.year, today.year + 1):
        first = NEW_YEARS.get(year)
        if first and 0 < (first - today).days <= FAR:
            return first
    return None


SEASON = 45
"""Days. Only so near that new year does 初六 mean a day of its first month."""


def after_new_moon(today: date, day: int) -> date | None:
    """The nth day of the first month by the moon; None when it is gone by or far off."""
    first = NEW_YEARS.get(today.year)
    found = first and first + timedelta(days=day - 1)
    return found if found and today <= found <= today + timedelta(days=SEASON) else None


def weekday_of_week(today: date, weekday: int, weeks: int) -> date | None:
    """0 Monday to 6 Sunday of this week or a later one, weeks beginning on Monday; None: past."""
    found = today + timedelta(days=weekday - today.weekday() + 7 * weeks)
    return found if found >= today else None


def coming_weekday(today: date, weekday: int) -> date:
    """The next one after today: nobody calls today by its name."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)
