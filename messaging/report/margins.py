"""How long before the end of its hours each hand-over began: the smallest first.

Hours begin and end with whole minutes, so the hand-overs of one minute that are judged alike have
margins within one minute of each other. Minutes are put in order first, by groups; rows are read
only where their order matters.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest
from typing import Any

from messaging.report.hand_overs import ALONE, Alike, Group, HandOver, groups, hand_overs
from messaging.report.parts import Period
from messaging.report.windows import WindowRules, zones_of

SHOWN = 100
"""The smallest ones, which a report keeps."""
READ_AT_ONCE = 20_000
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
    found = (_measured(row, rules) for row in rows if row.group in keys)
    return nsmallest(SHOWN, found, key=lambda each: each.order)


def every(period: Period) -> Iterator[Measured]:
    """All of the period, the smallest margin first; what was judged alone comes last. Call inside
    a transaction: some thousands are read at a time."""
    rules = WindowRules(period.now)
    for minutes, places in _pieces(period, rules):
        yield from sorted(
            (
                _measured(row, rules)
                for row in hand_overs(period, minutes=minutes, alone=False)
                if row.alike.content_class not in ALONE
                and _minutes(row.group[0], row.alike, rules) in places
            ),
            key=lambda each: each.order,
        )
    yield from (_measured(row, rules) for row in hand_overs(period, minutes=[]))


def _pieces(period: Period, rules: WindowRules) -> Iterator[tuple[list[datetime], set[int]]]:
    """Minutes to be read together, and which places of them, in the order of the places."""
    minutes: dict[int, set[datetime]] = defaultdict(set)
    numbers: dict[int, int] = defaultdict(int)
    for group in groups(period):
        place = _minutes(group.minute, group.alike, rules)
        minutes[place].add(group.minute)
        numbers[place] += group.count
    together: set[int] = set()
    for place in sorted(minutes):
        together.add(place)
        if sum(numbers[each] for each in together) >= READ_AT_ONCE:
            yield _read(minutes, together), together
            together = set()
    if together:
        yield _read(minutes, together), together


def _read(minutes: dict[int, set[datetime]], places: Iterable[int]) -> list[datetime]:
    return sorted({minute for place in places for minute in minutes[place]})


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


def _measured(row: HandOver, rules: WindowRules) -> Measured:
    end = _end(row.begun_at, row.alike, rules)
    return Measured(
        row.about,
        row.begun_at,
        (end - row.begun_at).total_seconds() if end else None,
        (end - row.permit_until).total_seconds() if end and row.permit_until else None,
    )
