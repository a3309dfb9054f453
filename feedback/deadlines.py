"""By when a complaint must be answered (2020 No. 3: calendar days, rolled over holidays)."""

from collections.abc import Mapping
from datetime import date, timedelta

from messaging.policy.model import Policy

# The longest official holiday is 9 days; a gap in the calendar never moves a deadline further.
LONGEST_ROLL_DAYS = 15


def answer_due(opened_on: date, policy: Policy, *, working: Mapping[date, bool]) -> date:
    """The last day for the answer. `working` says of known days whether work is done on them;
    an unknown day counts as working, so that the deadline is never later than the law's."""
    due = opened_on + timedelta(days=policy.complaint_days)
    if not policy.complaint_rolls_to_working_day:
        return due
    for _day in range(LONGEST_ROLL_DAYS):
        if working.get(due, True):
            break
        due += timedelta(days=1)
    return due
