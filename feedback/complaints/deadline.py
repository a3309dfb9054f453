"""By when a complaint must be answered (2020 No. 3: calendar days, rolled over days off). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import NamedTuple

from accounts.rules.lender_day import HasZone, end_of_day

# The longest official holiday is 9 days; a gap in the calendar never moves a deadline further.
LONGEST_ROLL_DAYS = 15


class DayKnown(NamedTuple):
    """What the work calendar says of one day."""

    working: bool
    confirmed: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A last day, with all it was reckoned from. `days_off` were passed over; of `unconfirmed`
    years the calendar is missing or a guess, so none of their days was."""

    starts_on: date
    days: int
    nominal_on: date
    due_on: date
    days_off: tuple[date, ...] = ()
    unconfirmed: tuple[int, ...] = ()


def reckon(
    starts_on: date, *, days: int, rolls: bool, calendar: Mapping[date, DayKnown]
) -> Deadline:
    """`days` calendar days after `starts_on`, moved on to the next working day if `rolls`.

    A day off counts only when it is confirmed: a guess could make a deadline later than the law's.
    """
    nominal = starts_on + timedelta(days=days)
    if not rolls:
        return Deadline(starts_on, days, nominal, nominal)
    due = nominal
    passed: list[date] = []
    while len(passed) < LONGEST_ROLL_DAYS:
        known = calendar.get(due)
        if known is None or not known.confirmed or known.working:
            break
        passed.append(due)
        due += timedelta(days=1)
    known = calendar.get(due)
    unsure = known is None or not known.confirmed
    return Deadline(starts_on, days, nominal, due, tuple(passed), (due.year,) if unsure else ())


def time_left(due_on: date, *, now: datetime, lender: HasZone) -> timedelta:
    """Until the last day is over where the lender is; negative when it is."""
    return end_of_day(lender, due_on) - now
