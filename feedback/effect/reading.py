"""What the sums say of each group against its control group: a difference, its doubt, its harm."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.postgres.fields import ArrayField
from django.db.models import FloatField, Q
from django.db.models.functions import Cast

from accounts.models import Lender
from feedback.effect.cuts import TRIAL
from feedback.effect.horizons import HARMS, LONGEST, SATISFACTION, outcomes_of
from feedback.effect.triangles import of_outcome, total
from feedback.models import EffectSum
from messaging.evaluation.balance import ALARM_BELOW, sample_ratio
from messaging.evaluation.discoveries import believed
from messaging.evaluation.harm import Harm, harm
from messaging.evaluation.result import Effect
from messaging.evaluation.sums import Sums, compare_sums
from messaging.evaluation.waiting import days_to_go

FEWEST = 10
"""Customers of either group below which nothing of a cell is shown: it would tell of persons."""

NARROW = 0.025
"""Half the width of an interval of shares that is narrow enough to decide by: what reminders are
known to move (Campbell, Grant & Thorp 2022)."""

NARROW_AMOUNT = 0.05
"""The same of amounts, as a share of the control group's mean."""

HARM_MARGIN = 0.002
"""More harm than this (2 of a thousand) is worse. Our own proposal, not a statute."""

FAIR_CUTS = ("language", "zone")
"""People of one language or region are to be helped and harmed like the others."""

_FLOATS: Any = ArrayField(FloatField())


class Counted(NamedTuple):
    """An outcome of which only the sum is asked for; `mean` by episode."""

    customers: int
    mean: float
    total: float


Groups = dict[tuple[str, str], Sums]
"""Of the outcome in question, by value and arm."""

Told = dict[tuple[str, str, str], Counted]
"""Harms and ratings, by value, outcome and arm."""


class Verdict(StrEnum):
    """What may be said of a line."""

    FEW = "few"
    HARMFUL = "harmful"
    BETTER = "better"
    BETTER_HARM_UNCLEAR = "better_harm_unclear"
    WORSE = "worse"
    TOO_SMALL = "too_small"
    NO_DIFFERENCE = "no_difference"


@dataclass(frozen=True)
class Line:
    """One group against control. Without numbers when it is FEW.

    `contact`, `control`: customers; `share_contact`, `share_control`: the outcome's means; `held`:
    whether the difference is believed among all that are shown; `days_left`: until it is narrow.
    """

    cut: str
    value: str
    contact: int
    control: int
    verdict: Verdict
    share_contact: float = 0.0
    share_control: float = 0.0
    effect: Effect | None = None
    harms: dict[str, Harm] = field(default_factory=dict)
    rating: float | None = None
    rated: int = 0
    held: bool = False
    days_left: int = 0


@dataclass(frozen=True)
class Question:
    """Of one lender: which outcome, within how many days, of the assignments of how many."""

    lender: Lender
    outcome: str
    horizon: int
    days: int


@dataclass(frozen=True)
class Reading:
    """`ratio`: p value of the groups' sizes, None without a control group; `parted`: languages and
    regions that texts help or harm beyond doubt otherwise than everybody."""

    as_of: date | None
    lines: tuple[Line, ...]
    ratio: float | None
    share: Decimal
    parted: tuple[Line, ...] = ()

    @property
    def out_of_balance(self) -> bool:
        return self.ratio is not None and self.ratio < ALARM_BELOW


def read(question: Question) -> Reading:
    """All cuts of the question, the overall line first. One query."""
    everybody = list(
        EffectSum.objects.filter(days=question.days, horizon__in={question.horizon, LONGEST})
        .filter(Q(lender=question.lender) | Q(cut="overall"))
        .exclude(cut=TRIAL)
        .order_by("cut", "value")
        # The exact sums are the night's: to compare, numbers a page can read fast are enough.
        .defer("unit", "cluster")
        .annotate(units=Cast("unit", _FLOATS), clusters=Cast("cluster", _FLOATS))
    )
    rows = [row for row in everybody if row.lender_id == question.lender.pk]
    cuts: dict[str, list[EffectSum]] = defaultdict(list)
    for row in rows:
        cuts[row.cut].append(row)
    lines = [line for cut in sorted(cuts) for line in _lines(cut, cuts[cut], question)]
    whole = [row for row in cuts.get("overall", []) if row.horizon == question.horizon]
    share = whole[0].share if whole else 0.0
    lines += _by_lender(everybody, question)
    judged = tuple(_judged(lines))
    return Reading(
        as_of=rows[0].as_of if rows else None,
        lines=judged,
        parted=tuple(parted(judged)),
        ratio=_ratio(whole, share),
        share=Decimal(str(round(share, 4))),
    )


def sums_of(row: EffectSum, outcome: str) -> Sums:
    """One outcome's sums of a group; ValueError where its horizon has none."""
    place = outcomes_of(row.horizon).index(outcome)
    units, clusters = getattr(row, "units", None), getattr(row, "clusters", None)
    return Sums(
        row.customers,
        of_outcome(row.unit if units is None else units, place),
        of_outcome(row.cluster if clusters is None else clusters, place),
    )


def _by_lender(rows: Sequence[EffectSum], question: Question) -> list[Line]:
    """All lenders that are seen, beside each other; nothing where there is one."""
    own: dict[str, list[EffectSum]] = defaultdict(list)
    for row in rows:
        if row.cut == "overall":
            own[str(row.lender_id)].append(row)
    if len(own) < 2:
        return []
    return [
        replace(line, value=lender)
        for lender, found in sorted(own.items())
        for line in _lines("lender", found, question)
    ]


def parted(lines: Sequence[Line]) -> Iterable[Line]:
    """Of the cuts by language and region, the lines whose interval does not meet the one of all
    episodes, and those that are harmed while all together are not."""
    whole = next((line for line in lines if line.cut == "overall"), None)
    if whole is None or whole.effect is None:
        return
    for line in lines:
        if line.cut not in FAIR_CUTS or line.effect is None:
            continue
        apart = line.effect.low > whole.effect.high or line.effect.high < whole.effect.low
        harmed = line.verdict == Verdict.HARMFUL and whole.verdict != Verdict.HARMFUL
        if apart or harmed:
            yield line


def _counted(row: EffectSum, outcome: str) -> Counted:
    place = outcomes_of(row.horizon).index(outcome)
    units = row.units  # type: ignore[attr-defined]
    return Counted(row.customers, total(units, place) / units[0], total(units, place))


def _lines(cut: str, rows: Sequence[EffectSum], question: Question) -> Iterable[Line]:
    groups: Groups = {
        (row.value, row.arm): sums_of(row, question.outcome)
        for row in rows
        if row.horizon == question.horizon
    }
    told: Told = {
        (row.value, outcome, row.arm): _counted(row, outcome)
        for row in rows
        if row.horizon == LONGEST
        for outcome in (*HARMS, *SATISFACTION)
    }
    span = _span(rows)
    for value in sorted({row.value for row in rows}):
        treated = groups.get((value, "contact"))
        control = groups.get((value, "control"))
        line = Line(
            cut=cut,
            value=value,
            contact=treated.customers if treated else 0,
            control=control.customers if control else 0,
            verdict=Verdict.FEW,
        )
        if treated is None or control is None or min(line.contact, line.control) < FEWEST:
            yield line
            continue
        rated = told.get((value, "rated", "contact"))
        rating = told.get((value, "rating", "contact"))
        count = round(rated.total) if rated else 0
        effect = compare_sums(treated, control, anytime=True)
        yield replace(
            line,
            share_contact=treated.mean,
            share_control=control.mean,
            effect=effect,
            harms=dict(_harms(value, told)),
            rated=count,
            rating=rating.total / count if rating and count >= FEWEST else None,
            days_left=_days_left(effect, control.mean, question, span),
        )


def _harms(value: str, told: Told) -> Iterable[tuple[str, Harm]]:
    """Counted by customer: two episodes of one do not make the doubt smaller. Looked at every day,
    like the effect."""
    for name in HARMS:
        treated = told.get((value, name, "contact"))
        control = told.get((value, name, "control"))
        if treated is None or control is None:
            continue
        yield (
            name,
            harm(
                treated=round(treated.mean * treated.customers),
                of_treated=treated.customers,
                control=round(control.mean * control.customers),
                of_control=control.customers,
                anytime=True,
            ),
        )


def _span(rows: Sequence[EffectSum]) -> int:
    """Days in which these episodes were assigned."""
    return max((row.as_of - timedelta(days=row.horizon) - row.since).days for row in rows)


def _days_left(effect: Effect, base: float, question: Question, days: int) -> int:
    wanted = NARROW_AMOUNT * base if question.outcome == "amount" else NARROW
    return days_to_go((effect.high - effect.low) / 2, max(wanted, 1e-9), max(1, days))


def _judged(lines: Sequence[Line]) -> list[Line]:
    """False discoveries are held over all lines of the page together."""
    seen = [line for line in lines if line.effect is not None]
    held = believed([line.effect.p_value for line in seen if line.effect])
    known = {id(line): keep for line, keep in zip(seen, held, strict=True)}
    return [
        replace(line, held=known[id(line)], verdict=_verdict(line, held=known[id(line)]))
        if id(line) in known
        else line
        for line in lines
    ]


def _verdict(line: Line, *, held: bool) -> Verdict:
    """Nothing is called better while its harm is not shown to be no worse."""
    assert line.effect is not None  # noqa: S101
    if any(each.low > 0 for each in line.harms.values()):
        return Verdict.HARMFUL
    if held and line.effect.low > 0:
        known = all(each.shown_no_worse(HARM_MARGIN) for each in line.harms.values())
        known = known and len(line.harms) == len(HARMS)
        return Verdict.BETTER if known else Verdict.BETTER_HARM_UNCLEAR
    if held and line.effect.high < 0:
        return Verdict.WORSE
    return Verdict.TOO_SMALL if line.days_left else Verdict.NO_DIFFERENCE


def _ratio(overall: Sequence[EffectSum], share: float) -> float | None:
    """By customer, as they are drawn."""
    sizes = {row.arm: row.customers for row in overall}
    if not share or not sizes:
        return None
    return sample_ratio([sizes.get("contact", 0), sizes.get("control", 0)], [1 - share, share])
