"""What customers contribute to the sums of a frame: asked before something changes and after it,
the difference is what the sums change by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal, localcontext
from typing import Any, NamedTuple

from django.db import connection

from accounts.models import Lender
from feedback.effect.cuts import COVARIATES, CUTS, SEGMENT, TEXT, TRIAL, outcomes
from feedback.effect.horizons import CUT_HORIZONS, NO_DAYS, Frame, Span
from feedback.effect.triangles import pairs

AT_ONCE = 20_000
"""Customers whose episodes are put together at once: what they need fits in WORK_MEM."""

WORK_MEM = "96MB"

EXACT = Context(prec=120)

_TOUCHED = """
CREATE TEMPORARY TABLE touched_customer (
    part integer, batch integer, customer_id bigint
) ON COMMIT DROP
"""


class Key(NamedTuple):
    arm: str
    cut: str
    value: str


@dataclass(frozen=True, slots=True)
class Contribution:
    """`shares`: the customers' mean control shares, added up; `unit`, `cluster`: over episodes and
    over customers, in the order of `triangles.pairs`."""

    customers: int
    shares: Decimal
    unit: list[Decimal]
    cluster: list[Decimal]

    def plus(self, other: Contribution, times: int = 1) -> Contribution:
        with localcontext(EXACT):
            return Contribution(
                self.customers + times * other.customers,
                self.shares + times * other.shares,
                [a + times * b for a, b in zip(self.unit, other.unit, strict=True)],
                [a + times * b for a, b in zip(self.cluster, other.cluster, strict=True)],
            )


Contributions = dict[Key, Contribution]


def added(before: Contributions, more: Contributions, times: int = 1) -> Contributions:
    """Both together (`times` −1: without the second); groups of nobody are gone."""
    found = dict(before)
    for key, each in more.items():
        zero = Contribution(
            0, Decimal(0), [Decimal(0)] * len(each.unit), [Decimal(0)] * len(each.unit)
        )
        found[key] = found.get(key, zero).plus(each, times)
    return {key: each for key, each in found.items() if each.customers}


def _nobody(like: Contribution) -> Contribution:
    nothing = [Decimal(0)] * len(like.unit)
    return Contribution(0, Decimal(0), nothing, nothing)


def prepare() -> None:
    """An empty table of touched customers; within a transaction."""
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS touched_customer")
        cursor.execute(_TOUCHED)
        cursor.execute(f"SET LOCAL work_mem = '{WORK_MEM}'")


def touch(lender: Lender, frame: Frame, part: int, *, before: Span, after: Span) -> None:
    """Note the customers whose contribution to the frame may have changed: with an episode that
    comes into its days or leaves them, or of which `fresh_outcome` says something new."""
    other = " OR ".join(
        f"{sql.replace('o.', 'f.')} IS DISTINCT FROM {sql}"
        for sql in outcomes(frame.horizon).values()
    )
    one, two = differing(before, after)
    _run(
        f"""
        INSERT INTO touched_customer
        SELECT %(part)s, (row_number() OVER (ORDER BY customer_id) - 1) / {AT_ONCE}, customer_id
        FROM (
            SELECT a.customer_id FROM messaging_assignment a
            WHERE a.lender_id = %(lender)s AND {_which(frame)}
              AND (a.day BETWEEN %(first)s AND %(last)s OR a.day BETWEEN %(first2)s AND %(last2)s)
            UNION
            SELECT a.customer_id FROM fresh_outcome f
            JOIN messaging_assignment a ON a.id = f.assignment_id
            LEFT JOIN feedback_episodeoutcome o ON o.assignment_id = f.assignment_id
            WHERE {_which(frame)}
              AND (a.day BETWEEN %(old_first)s AND %(old_last)s
                   OR a.day BETWEEN %(new_first)s AND %(new_last)s)
              AND (f.is_new OR {other})
        ) t
        """,  # noqa: S608
        {
            "part": part,
            "lender": lender.pk,
            "first": one.first,
            "last": one.last,
            "first2": two.first,
            "last2": two.last,
            "old_first": before.first,
            "old_last": before.last,
            "new_first": after.first,
            "new_last": after.last,
        },
    )


def touch_segments(lender: Lender, part: int, segments: Sequence[int]) -> None:
    """Note the customers who have an episode in one of them."""
    _run(
        f"""
        INSERT INTO touched_customer
        SELECT %(part)s, (row_number() OVER (ORDER BY customer_id) - 1) / {AT_ONCE}, customer_id
        FROM (SELECT DISTINCT a.customer_id FROM messaging_assignment a
              JOIN feedback_episodeoutcome o ON o.assignment_id = a.id
              WHERE a.lender_id = %(lender)s AND o.segments && %(segments)s::int[]) t
        """,  # noqa: S608
        {"part": part, "lender": lender.pk, "segments": list(segments)},
    )


def differing(one: Span, other: Span) -> tuple[Span, Span]:
    """The days that are in one of the two and not in the other."""
    if one.first > one.last or other.first > other.last or _apart(one, other):
        return one, other
    firsts, lasts = sorted((one.first, other.first)), sorted((one.last, other.last))
    day = one.first.resolution
    return Span(firsts[0], firsts[1] - day), Span(lasts[0] + day, lasts[1])


def _apart(one: Span, other: Span) -> bool:
    return one.last < other.first or other.last < one.first


def of_touched(
    lender: Lender,
    frame: Frame,
    part: int,
    *,
    span: Span,
    segments: Sequence[int],
    segments_only: bool = False,
) -> Contributions:
    """What the part's customers contribute by the outcomes that are stored now."""
    found: Contributions = {}
    if span == NO_DAYS:
        return found
    values: dict[str, Any] = {
        "part": part,
        "lender": lender.pk,
        "first": span.first,
        "last": span.last,
        "segments": list(segments),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(batch) FROM touched_customer WHERE part = %s", [part])
        (batches,) = cursor.fetchone()
        for batch in range(-1 if batches is None else batches + 1):
            cursor.execute(_query(frame, segments_only), {**values, "batch": batch})
            found = added(found, dict(map(_read, cursor.fetchall())))
    return found


def _read(row: tuple[Any, ...]) -> tuple[Key, Contribution]:
    arm, cut, value, customers, shares, unit, cluster = row
    return Key(arm, cut, value), Contribution(customers, shares, unit, cluster)


def _which(frame: Frame) -> str:
    return "a.trial_id IS NOT NULL" if frame.of_trials else "a.trial_id IS NULL"


def _groups(frame: Frame, segments_only: bool) -> str:
    """Rows of the cuts that one episode is in, and its value in each."""
    if frame.of_trials:
        return f"VALUES ('{TRIAL}', a.trial_id::text)"
    cuts = CUTS if frame.horizon in CUT_HORIZONS else {"overall": CUTS["overall"]}
    own = "VALUES " + ", ".join(f"('{cut}', {value})" for cut, value in cuts.items())
    if frame.horizon not in CUT_HORIZONS:
        return own
    of_segments = f"""SELECT '{SEGMENT}', s::text FROM unnest(o.segments) s
        WHERE s = ANY (%(segments)s::int[])"""  # noqa: S608
    return of_segments if segments_only else f"{own} UNION ALL {of_segments}"


def _query(frame: Frame, segments_only: bool) -> str:
    """A customer's outcomes are added up first for `cluster`: what they have in common counts
    once. Sums of whole numbers are exact, and so are those of amounts."""
    z = ("1", *COVARIATES, *outcomes(frame.horizon).values())
    places = pairs(len(z) - len(COVARIATES) - 1)
    named = ", ".join(f"{each} AS z{at}" for at, each in enumerate(z))
    summed = ", ".join(f"sum(z{at}) AS s{at}" for at in range(len(z)))
    unit = ", ".join(f"sum(z{i} * z{j})::numeric" for i, j in places)
    cluster = ", ".join(f"sum(s{i} * s{j})::numeric" for i, j in places)
    arm = "a.trial_arm::text" if frame.of_trials else "a.arm"
    return f"""
        WITH episode AS MATERIALIZED (
            SELECT a.customer_id, {arm} AS arm, g.cut, g.value, a.share, {named}
            FROM touched_customer t
            JOIN messaging_assignment a ON a.customer_id = t.customer_id
            JOIN feedback_episodeoutcome o ON o.assignment_id = a.id
            CROSS JOIN LATERAL ({_groups(frame, segments_only)}) g (cut, value)
            WHERE t.part = %(part)s AND t.batch = %(batch)s AND a.lender_id = %(lender)s
              AND a.day BETWEEN %(first)s AND %(last)s AND {_which(frame)}
              AND g.value IS NOT NULL AND (a.education_id IS NULL OR g.cut = '{TEXT}')
        ), customer AS (
            SELECT arm, cut, value, avg(share) AS share, {summed}
            FROM episode GROUP BY customer_id, arm, cut, value
        ), unit AS (
            SELECT arm, cut, value, ARRAY[{unit}] AS unit FROM episode GROUP BY arm, cut, value
        ), cluster AS (
            SELECT arm, cut, value, count(*) AS customers, sum(round(share, 8)) AS shares,
                   ARRAY[{cluster}] AS cluster
            FROM customer GROUP BY arm, cut, value
        )
        SELECT arm, cut, value, customers, shares, unit, cluster
        FROM cluster JOIN unit USING (arm, cut, value)
    """  # noqa: S608  (names and numbers of this room only)


def _run(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
