"""What lies in the inbox at this moment: by age, by meaning and by person. One query."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from feedback.desk.sql import named
from feedback.inbox.filters import DAY_TO_THREE, FOUR_TO_DAY, HOUR, OVER_THREE, TO_FOUR

AGES = (HOUR, TO_FOUR, FOUR_TO_DAY, DAY_TO_THREE, OVER_THREE)
"""By when the last reply came in; each the filter of the inbox that lists them."""

_LIMITS = (timedelta(hours=1), timedelta(hours=4), timedelta(hours=24), timedelta(days=3))

_NOW = """
SELECT grouping(age), grouping(intent), grouping(owner_id), age, intent, owner_id,
       count(*), count(*) FILTER (WHERE owner_id IS NULL),
       count(*) FILTER (WHERE due_at <= %(now)s AND NOT later),
       count(*) FILTER (WHERE later)
FROM (
    SELECT intent, owner_id, due_at, coalesce(snoozed_until > %(now)s, false) AS later,
           width_bucket(extract(epoch FROM %(now)s - last_at), %(limits)s::numeric[]) AS age
    FROM feedback_conversation WHERE state = 'open') AS talks
GROUP BY GROUPING SETS ((), (age), (intent), (owner_id))
"""


@dataclass(frozen=True, slots=True)
class Load:
    """So many open ones; of these nobody's, past their hour, and put off or waiting."""

    open: int = 0
    free: int = 0
    overdue: int = 0
    later: int = 0


@dataclass(slots=True)
class Standing:
    """`by_owner`: id of a person, None for nobody."""

    all: Load = Load()
    by_age: dict[str, Load] = field(default_factory=dict)
    by_intent: dict[str, Load] = field(default_factory=dict)
    by_owner: dict[int | None, Load] = field(default_factory=dict)


def standing(now: datetime) -> Standing:
    """What is open, as far as whoever asks may see it."""
    found = Standing()
    limits = [limit.total_seconds() for limit in _LIMITS]
    for no_age, no_intent, no_owner, age, intent, owner, *figures in named(
        _NOW, now=now, limits=limits
    ):
        load = Load(*figures)
        if not no_age:
            found.by_age[AGES[age]] = load
        elif not no_intent:
            found.by_intent[intent] = load
        elif not no_owner:
            found.by_owner[owner] = load
        else:
            found.all = load
    return found
