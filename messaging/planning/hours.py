"""The hour of each text, drawn when it is planned, where the lender's strategy says so, or where an
arm of a trial or a cell names hours: then evenly among those of them that are possible.

Shares are those of the customer's own answers and payments, and of customers alike, as they stood
last night (feedback.effect.hours); without any yet, every hour is as likely. The draw hangs on
customer, day and lender alone, so planning again draws the same.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, NamedTuple

from accounts.models import Lender
from accounts.rules.delinquency import STAGE_ORDER, Stage
from messaging.models import HourFinding, HourSum, Strategy
from messaging.outbox.sql import fetch
from messaging.planning.choose import Choice
from messaging.planning.eligibility import Eligibility
from messaging.policy.arms import CONTROL
from messaging.policy.facts import ContactFacts
from messaging.policy.hours import LEAST_SECONDS, Draw, Slot, draw, inside, key_of, slots
from messaging.policy.model import Policy

if TYPE_CHECKING:
    from messaging.evaluation.hours import Believed, Spread

HoursOf = tuple[int, ...]
Tables = Mapping[HoursOf, "tuple[Believed, Mapping[str, int]]"]
"""By the hours that were possible; with each, the row of every group."""


# Only what is learned from: of hours this customer could have been drawn into.
_OWN = """
SELECT customer_id, hours, alike, hour, count(*), count(*) FILTER (WHERE (answered OR repaid)
                                                                  AND NOT harmed)
FROM messaging_hourdraw
WHERE customer_id = ANY (%s) AND lender_id = %s AND counted_on IS NOT NULL
GROUP BY customer_id, hours, alike, hour
"""


class Drawn(NamedTuple):
    """A draw, and what it was drawn from: the hours that were possible and the share of each;
    `named`: only hours that an arm or a cell names."""

    draw: Draw
    hours: HoursOf
    shares: tuple[float, ...]
    opens_at: datetime
    alike: str
    named: bool = False


class Wanted(NamedTuple):
    """A customer whose text is to be sent, and the hours it may leave at; `leaves`: no arm keeps it
    back."""

    customer_id: int
    customer_no: str
    alike: str
    slots: tuple[Slot, ...]
    leaves: bool = True
    named: bool = False

    @property
    def fewest(self) -> int:
        """Of a single hour nothing is drawn, unless it is the one that was asked for."""
        return 1 if self.named else 2


@dataclass
class Hours:
    """Draws for one planning. `everybody`: not only where hours are named. `room`: what each hour
    still takes, by its first second, so that no hour is given more than its quarter-hours can
    send."""

    lender: Lender
    policy: Policy
    day: date
    learned: Learned | None
    everybody: bool = True
    room: Counter[int] = field(default_factory=Counter)

    def draw(
        self,
        choices: Sequence[Choice],
        facts: Sequence[ContactFacts],
        eligible: Sequence[Eligibility],
        now: datetime,
    ) -> list[Drawn | None]:
        """In their order; None: not to be sent, or with no two hours to choose between. `eligible`:
        but for its arm, as who is compared gets an hour the same way; one that is not written to
        takes no room. One query, none without anything learned."""
        wanted = [self._wanted(*each, now) for each in zip(choices, facts, eligible, strict=True)]
        known = [each for each in wanted if each is not None]
        shares: Sequence[dict[int, float] | None] = [None] * len(known)
        if self.learned and not all(each.named for each in known):
            shares = self.learned.shares(known, self.lender.pk)
        drawn = (
            self._drawn(each, given if given and not each.named else _evenly(each.slots))
            for each, given in zip(known, shares, strict=True)
        )
        return [None if each is None else next(drawn) for each in wanted]

    def _wanted(
        self, choice: Choice, facts: ContactFacts, eligibility: Eligibility, now: datetime
    ) -> Wanted | None:
        if not eligibility.to_send:
            return None
        if choice.within is None and not self.everybody:
            return None
        possible = slots(facts, self.policy, eligibility.until or now, self.day)
        asked = inside(possible, choice.within) if choice.within else ()
        customer, leaves = choice.customer, choice.arm != CONTROL
        if asked:
            return Wanted(
                customer.id, customer.customer_no, alike(choice), asked, leaves, named=True
            )
        # None of the hours named is possible today: it leaves as if none were named.
        if len(possible) < 2 or not self.everybody:
            return None
        return Wanted(customer.id, customer.customer_no, alike(choice), possible, leaves)

    def _drawn(self, wanted: Wanted, shares: Mapping[int, float]) -> Drawn | None:
        possible = [slot for slot in wanted.slots if self.room[slot.start] < self._size(slot)]
        if len(possible) < wanted.fewest:
            return None
        key = key_of(wanted.customer_no, self.day, self.lender.code)
        drawn = draw(possible, shares, key=key)
        start = next(slot.start for slot in possible if slot.hour == drawn.hour)
        self.room[start] += int(wanted.leaves)
        total = sum(shares[slot.hour] for slot in possible)
        return Drawn(
            drawn,
            tuple(slot.hour for slot in possible),
            tuple(shares[slot.hour] / total for slot in possible),
            datetime.fromtimestamp(min(slot.start for slot in possible), UTC),
            wanted.alike,
            wanted.named,
        )

    def _size(self, slot: Slot) -> int:
        return self.policy.tranche_size * max(1, (slot.end - slot.start) // LEAST_SECONDS)


def of(
    strategy: Strategy, lender: Lender, policy: Policy, day: date, *, named: bool = False
) -> Hours | None:
    """None where the strategy has texts leave as soon as they may. `named`: some arm or cell names
    hours, for which they are drawn all the same."""
    if strategy.hours == Strategy.Hours.FIRST:
        return Hours(lender, policy, day, None, everybody=False) if named else None
    learned = _learned(lender) if strategy.hours == Strategy.Hours.LEARNED else None
    return Hours(lender, policy, day, learned)


def alike(choice: Choice) -> str:
    """Customers of one habit, before the loan is overdue or after: like one another as far as a
    lender may tell them apart; never by language or region."""
    overdue = STAGE_ORDER[choice.staged[0].stage] > STAGE_ORDER[Stage.DUE_TODAY]
    return f"{choice.habit}{':overdue' if overdue else ''}"


def _evenly(possible: Collection[Slot]) -> dict[int, float]:
    return {slot.hour: 1 / len(possible) for slot in possible}


@dataclass(frozen=True)
class Learned:
    """What last night's sums say of each set of hours, and of how much customers differ."""

    tables: Tables
    spread: Spread

    def shares(self, wanted: Sequence[Wanted], lender_id: int) -> list[dict[int, float] | None]:
        """By hour; None where nothing is known of these hours."""
        import numpy as np

        from messaging.evaluation.hours import own, shares

        histories = self._residuals(wanted, lender_id)
        found: list[dict[int, float] | None] = [None] * len(wanted)
        places = defaultdict(list)
        for place, each in enumerate(wanted):
            hours = tuple(slot.hour for slot in each.slots)
            if hours in self.tables:
                places[hours].append(place)
        for hours, of_hours in places.items():
            table, groups = self.tables[hours]
            rows = np.array([groups.get(wanted[place].alike, -1) for place in of_hours])
            texts, residuals = np.zeros((2, len(of_hours), len(hours)))
            for row, place in enumerate(of_hours):
                for hour, (number, residual) in histories[wanted[place].customer_id].items():
                    if hour in hours:
                        texts[row, hours.index(hour)] += number
                        residuals[row, hours.index(hour)] += residual
            theirs, _variance = own(texts, residuals, self.spread)
            given = shares(table.effect[rows] + theirs, table.variance[rows])
            for row, place in enumerate(of_hours):
                found[place] = dict(zip(hours, map(float, given[row]), strict=True))
        return found

    def _residuals(
        self, wanted: Sequence[Wanted], lender_id: int
    ) -> Mapping[int, Mapping[int, tuple[float, float]]]:
        """By customer and hour: texts, and what came of them beyond what customers alike do."""
        found: dict[int, dict[int, tuple[float, float]]] = defaultdict(dict)
        if self.spread.own_hours <= 0:
            return found
        for customer, hours, group, hour, texts, good in fetch(
            _OWN, [each.customer_id for each in wanted], lender_id
        ):
            known = self.tables.get(tuple(hours))
            if known is None or group not in known[1]:
                continue
            table, row = known[0], known[1][group]
            expected = float(table.expected[row, hours.index(hour)])
            before = found[customer].get(hour, (0.0, 0.0))
            found[customer][hour] = (before[0] + texts, before[1] + good - texts * expected)
        return found


def _learned(lender: Lender) -> Learned | None:
    """None before the first night. Two queries."""
    finding = HourFinding.objects.filter(lender=lender).first()
    if finding is None:
        return None
    from messaging.evaluation.hours import Spread

    spread = Spread(finding.spread_customers, finding.spread_hours, finding.spread_texts)
    return Learned(tables_of(HourSum.objects.filter(lender=lender)), spread)


def tables_of(sums: Iterable[HourSum]) -> Tables:
    """What is to be believed of the hours of each group, by the hours that were possible."""
    by_hours: dict[HoursOf, list[HourSum]] = defaultdict(list)
    for row in sums:
        if row.alike:
            by_hours[tuple(row.hours)].append(row)
    return {hours: _table(hours, rows) for hours, rows in by_hours.items()}


def _table(hours: HoursOf, sums: Sequence[HourSum]) -> tuple[Believed, dict[str, int]]:
    """The last row is of customers of whose kind nothing was seen: only what is known of all."""
    import numpy as np

    from messaging.evaluation.hours import Tallies, believed

    groups = {name: row for row, name in enumerate(dict.fromkeys(each.alike for each in sums))}
    cells = np.zeros((3, len(groups) + 1, len(hours)))
    for each in sums:
        place = groups[each.alike], hours.index(each.hour)
        cells[:, *place] = each.weight, each.squares, each.weighted
    return believed(Tallies(*cells)), groups
