"""How long before the end of its hours each hand-over began: the smallest first.

Hours begin and end with whole minutes, so the hand-overs of one minute that are judged alike have
margins within one minute of each other. For the smallest, minutes are put in order first, by
groups, and rows are read only where their order matters; all of them are read once and sorted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from heapq import nsmallest
from math import isnan, nan
from typing import Any

from messaging.report.hand_overs import ALONE, Alike, Group, HandOver, hand_overs
from messaging.report.in_order import in_order
from messaging.report.parts import Period
from messaging.report.windows import WindowRules, zones_of

SHOWN = 100
"""The smallest ones, which a report keeps."""
OUTSIDE = -1
"""The place of what lies in no hours: at fault, or at night by consent. It comes first."""


@dataclass(frozen=True, slots=True)
class Measured:
    """Seconds from its beginning to the end of its hours, and from the end of its permit; None:
    it lies in none, or has none."""

    about: str
    begun_at: datetime
    to_end: float | None
    permit_left: float | None

    @property
    def order(self) -> tuple[float, str]:
        return (OUTSIDE if self.to_end is None else self.to_end, self.about)

    def to_json(self) -> dict[str, Any]:
        return {
            "about": self.about,
            "at": self.begun_at.isoformat(),
            "seconds": self.to_end,
            "permit_left": self.permit_left,
        }


def tightest(period: Period, rules: WindowRules, among: Sequence[Group]) -> list[Measured]:
    """The smallest margins among these groups."""
    wanted: list[Group] = []
    least = sorted(((_minutes(g.minute, g.alike, rules), g) for g in among), key=lambda p: p[0])
    number, last = 0, None
    for place, group in least:
        if number >= SHOWN and place != last:
            break
        wanted.append(group)
        number, last = number + group.count, place
    if not wanted:
        return []
    keys = {group.key for group in wanted}
    minutes = sorted({group.minute for group in wanted})
    rows = hand_overs(period, minutes=minutes, alone=False)
    found = (
        _measured(row, _end(row.begun_at, row.alike, rules)) for row in rows if row.group in keys
    )
    return nsmallest(SHOWN, found, key=lambda each: each.order)


def every(period: Period) -> Iterator[Measured]:
    """All of the period, the smallest margin first; what was judged alone comes last. Call inside
    a transaction: all of it is read once, in one query, and put in order here."""
    rules = WindowRules(period.now)

    @lru_cache(maxsize=_ENDS_REMEMBERED)
    def end(minute: datetime, alike: Alike) -> datetime | None:
        return _end(minute, alike, rules)

    rows = (_row(each, end(*each.group)) for each in hand_overs(period, minutes=None))
    for _alone, to_end, message_id, begun_at, permit_left in in_order(rows, _LAYOUT):
        yield Measured(
            f"message:{message_id}",
            datetime.fromtimestamp(begun_at, UTC),
            None if to_end == OUTSIDE else to_end,
            None if isnan(permit_left) else permit_left,
        )


_LAYOUT = "<?dqdd"
_ENDS_REMEMBERED = 50_000


def _row(each: HandOver, end: datetime | None) -> tuple[bool, float, int, float, float]:
    found = _measured(each, end)
    return (
        each.alike.content_class in ALONE,
        OUTSIDE if found.to_end is None else found.to_end,
        each.message_id,
        found.begun_at.timestamp(),
        nan if found.permit_left is None else found.permit_left,
    )


def _minutes(minute: datetime, alike: Alike, rules: WindowRules) -> int:
    """Whole minutes to the end of the hours."""
    end = _end(minute, alike, rules)
    return OUTSIDE if end is None else int((end - minute).total_seconds() // 60)


def _end(moment: datetime, alike: Alike, rules: WindowRules) -> datetime | None:
    if alike.policy_id is None:
        return None
    policy = rules.policy(alike.policy_id)
    on_file, _seen = zones_of(alike, policy)
    found = rules.read(alike, moment, policy, on_file).margin
    return found.end if found else None


def _measured(row: HandOver, end: datetime | None) -> Measured:
    return Measured(
        row.about,
        row.begun_at,
        (end - row.begun_at).total_seconds() if end else None,
        (end - row.permit_until).total_seconds() if end and row.permit_until else None,
    )
