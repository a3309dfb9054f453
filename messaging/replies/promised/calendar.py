"""Days counted from today, as people count them."""

from calendar import monthrange
from datetime import date, timedelta

FAR = 183
"""Days. A month and day further off than this were hardly meant for a promise."""


NEAR = 31
"""Days. Of 5/12 only the reading that lies nearer than this can be meant."""

EITHER_WITHIN = 3
"""Days between two of which the writer keeps the choice, for the later to be offered: on it both
are there. Of two further apart none is."""

MIDDLE = 15
"""The day of 月中, 中旬 and mid-month, as people put a day to the middle of a month."""

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


def weekday_of_week(today: date, weekday: int, weeks: int) -> date | None:
    """0 Monday to 6 Sunday of this week or a later one, weeks beginning on Monday; None: past."""
    found = today + timedelta(days=weekday - today.weekday() + 7 * weeks)
    return found if found >= today else None


def coming_weekday(today: date, weekday: int) -> date:
    """The next one after today: nobody calls today by its name."""
    return today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1)


def nth_weekday(month: date, weekday: int, nth: int) -> date:
    """The nth such weekday, 1 to 4, of the month a day lies in; -1: its last."""
    last = monthrange(month.year, month.month)[1]
    days = [day for day in range(1, last + 1) if month.replace(day=day).weekday() == weekday]
    return month.replace(day=days[nth if nth < 0 else nth - 1])


def first_workday(month: date) -> date | None:
    """The first Monday to Friday of the month a day lies in; None where many countries rest on it:
    in January, May and October."""
    first = month.replace(day=1)
    if first.month in (1, 5, 10):
        return None
    return first + timedelta(days=(7 - first.weekday()) if first.weekday() > 4 else 0)
