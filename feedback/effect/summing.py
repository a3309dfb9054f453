"""Sums over groups, made in PostgreSQL once a night: a page reads a few rows, however many
episodes they are of."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, timedelta
from itertools import combinations_with_replacement, product
from typing import Any, NamedTuple

from django.db import connection, transaction

from accounts.models import Lender
from accounts.rules.delinquency import Habit
from accounts.rules.lender_day import lender_day
from feedback.effect.horizons import HARMS, HORIZONS, LONGEST, PAID, SATISFACTION, WINDOWS
from feedback.models import EffectSum
from messaging.models import Segment
from messaging.policy.segments.condition import Unreadable, read
from messaging.policy.segments.expression import expression
from messaging.segments.rows import OF_ASSIGNMENT

CUTS = {
    "overall": "''",
    "stage": "a.stage",
    "tone": "a.tone",
    "text": "a.template_version_id::text",
    "cause": "a.cause",
    "hour": """to_char(a.at AT TIME ZONE (
        SELECT timezone FROM accounts_lender WHERE id = a.lender_id), 'HH24')""",
    "channel": "a.channel",
    "language": "a.language",
    "habit": "a.habit",
    "zone": "(SELECT c.timezones[1] FROM accounts_customer c WHERE c.id = a.customer_id)",
    "currency": "a.currency",
}
"""What episodes are told apart by, as it was when they were assigned: the same for both groups. The
hour is that of the run's release, which a text of it left at or soon after; the zone, the only sign
of a region there is, the customer's first."""

SEGMENT = "segment"
"""The cut of customer segments: the value is the segment; its conditions as they are today."""

MOST_SEGMENTS = 20

TRIAL = "trial"
"""The cut of trials: the value is the trial, and the arm its own."""

SO_FAR = 0
"""The horizon of harms that are counted at once: a trial that does harm does not wait 30 days."""

CUT_HORIZONS = (7, LONGEST)
"""Days for which the cuts are made; for all episodes together, every horizon is."""

_COVARIATES = (
    f"(a.habit = '{Habit.SOMETIMES_LATE}')::int::float8",
    f"(a.habit = '{Habit.OFTEN_LATE}')::int::float8",
    "a.days_past_due::float8 / 10",
    "ln(1 + a.amount_due::float8)",
)
"""What was known before, and tells most of who repays."""


class _Row(NamedTuple):
    arm: str
    value: str
    customers: int
    share: float
    since: date
    sums: Sequence[float]


def sum_up(lender: Lender, *, now: datetime) -> int:
    """Make the lender's sums anew; how many there are."""
    today = lender_day(lender, now)
    made = [
        one
        for days in WINDOWS
        for horizon in HORIZONS
        for cut in CUTS
        if cut == "overall" or horizon in CUT_HORIZONS
        for one in _of_cut(lender, cut, days, horizon, today)
    ]
    for value, where, parameters in _segments(lender):
        for days, horizon in product(WINDOWS, CUT_HORIZONS):
            made += _of_cut(
                lender, SEGMENT, days, horizon, today, value=value, where=where, given=parameters
            )
    for horizon in (SO_FAR, *CUT_HORIZONS):
        made += _of_cut(lender, TRIAL, WINDOWS[-1], horizon, today)
    with transaction.atomic():
        EffectSum.objects.filter(lender=lender).delete()
        EffectSum.objects.bulk_create(made, batch_size=500)
    return len(made)


def _segments(lender: Lender) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """The lender's segments as expressions over what was known of an episode."""
    for segment in Segment.objects.filter(lender=lender).order_by("pk")[:MOST_SEGMENTS]:
        try:
            where, parameters = expression(read(segment.conditions))
        except Unreadable:
            continue
        yield str(segment.pk), where, parameters


def _outcomes(horizon: int) -> dict[str, str]:
    """The outcome's name and its SQL; harms and ratings are those of 30 days."""
    if horizon == SO_FAR:
        return _harms()
    place = HORIZONS.index(horizon) + 1
    found = {
        "part": f"(o.first_paid <= {horizon})::int::float8",
        "full": f"(o.fully_paid <= {horizon})::int::float8",
        "amount": f"o.repaid[{place}]::float8",
    }
    assert tuple(found) == PAID  # noqa: S101
    if horizon == LONGEST:
        found |= _harms()
        rated = ("(o.rating IS NOT NULL)::int::float8", "o.rating::float8")
        found |= dict(zip(SATISFACTION, rated, strict=True))
    return found


def _harms() -> dict[str, str]:
    return {harm: f"o.{harm}::int::float8" for harm in HARMS}


def _of_cut(
    lender: Lender,
    cut: str,
    days: int,
    horizon: int,
    today: date,
    *,
    value: str = "",
    where: str = "",
    given: Mapping[str, Any] | None = None,
) -> list[EffectSum]:
    """`value`, `where`, `given`: of a segment."""
    outcomes = _outcomes(horizon)
    last = today - timedelta(days=horizon + 1)  # whose last day is over
    if horizon == SO_FAR:
        last = today
    with connection.cursor() as cursor:
        cursor.execute(
            _query(cut, tuple(outcomes.values()), where),
            {
                **(given or {}),
                "value": value,
                "lender": lender.pk,
                "first": last - timedelta(days=days - 1),
                "last": last,
            },
        )
        rows = [_Row(row[0], row[1], row[2], row[3], row[4], row[5:]) for row in cursor.fetchall()]
    return [
        EffectSum(
            lender=lender,
            cut=cut,
            value=row.value,
            days=days,
            horizon=horizon,
            outcome=outcome,
            arm=row.arm,
            customers=row.customers,
            share=row.share,
            unit=unit,
            cluster=cluster,
            since=row.since,
            as_of=today,
        )
        for row in rows
        for outcome, unit, cluster in _by_outcome(tuple(outcomes), row.sums)
    ]


def _pairs(outcomes: int) -> list[tuple[int, int]]:
    """Of z (1, the covariates, then every outcome), the products that are summed."""
    known = len(_COVARIATES) + 1
    pairs = list(combinations_with_replacement(range(known), 2))
    for outcome in range(known, known + outcomes):
        pairs += [*((i, outcome) for i in range(known)), (outcome, outcome)]
    return pairs


def _query(cut: str, outcomes: Sequence[str], where: str = "") -> str:
    """A customer's outcomes are added up first: what they have in common counts once."""
    z = ("1::float8", *_COVARIATES, *(f"COALESCE({each}, 0)" for each in outcomes))
    pairs = _pairs(len(outcomes))
    named = ", ".join(f"{each} AS z{at}" for at, each in enumerate(z))
    added = ", ".join(f"sum(z{at}) AS s{at}" for at in range(len(z)))
    unit = ", ".join(f"sum(z{i} * z{j}) AS u{at}" for at, (i, j) in enumerate(pairs))
    whole = ", ".join(f"sum(u{at})" for at in range(len(pairs)))
    cluster = ", ".join(f"sum(s{i} * s{j})" for i, j in pairs)
    arm, value, which = "a.arm", CUTS.get(cut, ""), "a.trial_id IS NULL"
    if cut == TRIAL:
        arm, value, which = "a.trial_arm::text", "a.trial_id::text", "a.trial_id IS NOT NULL"
    known = ""
    if cut == SEGMENT:
        value, which = "%(value)s::text", f"{which} AND {where}"
        known = f"CROSS JOIN LATERAL ({OF_ASSIGNMENT}) f"
    return f"""
        WITH episode AS (
            SELECT a.customer_id, {arm} AS arm, {value} AS value, a.share::float8 AS share,
                   a.day, {named}
            FROM messaging_assignment a JOIN feedback_episodeoutcome o ON o.assignment_id = a.id
            {known}
            WHERE a.lender_id = %(lender)s AND a.day BETWEEN %(first)s AND %(last)s
              AND {which}
        ), customer AS (
            SELECT arm, value, avg(share) AS share, min(day) AS day, {added}, {unit}
            FROM episode GROUP BY customer_id, arm, value
        )
        SELECT arm, value, count(*), avg(share), min(day), {whole}, {cluster}
        FROM customer GROUP BY arm, value ORDER BY value, arm
    """  # noqa: S608  (names and numbers of this module only)


def _by_outcome(
    outcomes: Sequence[str], sums: Sequence[float]
) -> list[tuple[str, list[float], list[float]]]:
    """Each outcome's triangles of z = (1, covariates, outcome): over episodes, over customers."""
    pairs = _pairs(len(outcomes))
    unit = dict(zip(pairs, sums[: len(pairs)], strict=True))
    cluster = dict(zip(pairs, sums[len(pairs) :], strict=True))
    known = len(_COVARIATES) + 1
    found = []
    for place, outcome in enumerate(outcomes):
        z = [*range(known), known + place]
        triangle = [(z[i], z[j]) for i, j in combinations_with_replacement(range(len(z)), 2)]
        found.append(
            (outcome, [unit[pair] for pair in triangle], [cluster[pair] for pair in triangle])
        )
    return found
