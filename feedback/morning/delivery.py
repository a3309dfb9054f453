"""How the texts of the last days ended, day by day, and why some did not arrive."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection

from feedback.texts.sums import ENDS
from messaging.models.message_states import LEFT, MessageState

DAYS = 8
"""Today, and seven to hold it against."""

_BY_DAY = f"""
WITH {ENDS}
SELECT r.day, e.state, sum(e.number)::bigint FROM ends e JOIN run r ON r.id = e.run_id GROUP BY 1, 2
"""  # noqa: S608
_BY_REASON = f"""
WITH {ENDS}
SELECT e.state, e.error_code, sum(e.number)::bigint,
       COALESCE(sum(e.number) FILTER (WHERE r.day = %(until)s), 0)::bigint
FROM ends e JOIN run r ON r.id = e.run_id WHERE e.state = ANY (%(failed)s)
GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2 LIMIT 8
"""  # noqa: S608
FAILED = (MessageState.UNDELIVERED, MessageState.REFUSED, MessageState.UNRESOLVED)


@dataclass(frozen=True, slots=True)
class Day:
    """`left`: handed over, whatever came of it; `refused` ones did not leave the gateway."""

    day: date
    left: int
    delivered: int
    undelivered: int
    refused: int

    @property
    def share(self) -> float | None:
        """Of those whose end is known, how many arrived."""
        known = self.delivered + self.undelivered + self.refused
        return self.delivered / known if known else None


@dataclass(frozen=True, slots=True)
class Failure:
    """`today`: of the newest day; `number`: of all days looked at."""

    state: str
    code: str
    number: int
    today: int


def by_day(today: date) -> list[Day]:
    """Oldest first, days without a text among them. One query, by the runs of the days."""
    found: dict[date, dict[str, int]] = defaultdict(dict)
    for day, state, number in _rows(_BY_DAY, today):
        found[day][state] = number
    days = [today - timedelta(days=n) for n in range(DAYS - 1, -1, -1)]
    return [_day(day, found.get(day, {})) for day in days]


def usual(days: Sequence[Day]) -> float | None:
    """The share delivered over all days but the newest."""
    known = sum(each.delivered + each.undelivered + each.refused for each in days[:-1])
    return sum(each.delivered for each in days[:-1]) / known if known else None


def failures(today: date) -> list[Failure]:
    """Why texts did not arrive, the commonest first."""
    rows = _rows(_BY_REASON, today, failed=list(FAILED))
    return [Failure(state, code, number, new) for state, code, number, new in rows]


def _rows(sql: str, today: date, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, {"after": today - timedelta(days=DAYS), "until": today, **values})
        return list(cursor.fetchall())


def _day(day: date, states: Mapping[str, int]) -> Day:
    return Day(
        day=day,
        left=sum(states.get(state, 0) for state in LEFT),
        delivered=states.get(MessageState.DELIVERED, 0),
        undelivered=states.get(MessageState.UNDELIVERED, 0),
        refused=states.get(MessageState.REFUSED, 0),
    )
