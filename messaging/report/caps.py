"""Caps, counted again in SQL over every contact (`contacts`): texts that left, and calls.

The same counting as the engine's (messaging.policy.rules.frequency), written a second time so that
one can be held against the other: a contact violates a cap when, before it, as many contacts of the
kinds the cap counts lay within its period as it allows.

Contacts are walked once for each scope, whatever the number of lenders, policies and caps: every
period is a frame over the same order, and what each policy allows is joined to the counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from messaging.outbox.sql import fetch
from messaging.policy.parts import Cap
from messaging.report.contacts import columns_of, contacts_of, note, params_of, policies
from messaging.report.parts import KEPT, Check, Period

LONGEST_DAY = timedelta(hours=50)
"""Contacts longer ago than this were on another day in every zone."""

JUST_UNDER = timedelta(microseconds=1)
"""A contact exactly one period ago no longer counts."""


class Limit(NamedTuple):
    """What one policy allows of one cap. `zone`: for customers whose zone nobody knows."""

    policy_id: int
    cap: Cap
    zone: str

    @property
    def span(self) -> timedelta:
        hours = self.cap.hours
        return LONGEST_DAY if hours is None else timedelta(hours=hours) - JUST_UNDER

    @property
    def period(self) -> str:
        return "day" if self.cap.hours is None else f"{self.cap.hours} h"

    @property
    def key(self) -> str:
        cap = self.cap
        counted = "/".join((*cap.channels, *(cap.counts if cap.scope == "account" else ())))
        return f"policy:{self.policy_id} {cap.scope} {self.period} {counted}"


_ROLLING = """
counted AS (
    SELECT id, policy_id, channel, at, content_class, asked_about,
        ARRAY[{counts}] AS n, ARRAY[{own}] AS own
    FROM {rows} WHERE {who} IS NOT NULL
)
"""
_COUNT = """
count(*) FILTER (WHERE kind = ANY (%({kinds})s)) OVER (
    PARTITION BY {who} ORDER BY at RANGE BETWEEN %({span})s PRECEDING AND CURRENT ROW)
"""
# Each contact in every zone of anybody contacted there, and judged by its own customer's alone.
_DAILY = """
zone AS MATERIALIZED (
    SELECT name FROM pg_timezone_names UNION SELECT * FROM unnest(%(default_zones)s) z (name)
),
own_zone AS (
    SELECT c.id, c.{who} AS who, z.name FROM {rows} c
    LEFT JOIN accounts_customer p ON p.id = c.customer_id
    CROSS JOIN LATERAL unnest(
        CASE WHEN cardinality(p.timezones) > 0 THEN p.timezones::text[]
             ELSE %(default_zones)s::text[] END
    ) z (name)
    WHERE c.{who} IS NOT NULL AND z.name IN (SELECT name FROM zone)
),
place AS (
    SELECT c.*, z.name, (c.at AT TIME ZONE z.name)::date AS day
    FROM {rows} c JOIN (SELECT DISTINCT who, name FROM own_zone) z ON z.who = c.{who}
),
every AS (
    SELECT id, policy_id, channel, at, content_class, asked_about, name,
        ARRAY[{counts}] AS n, ARRAY[{own}] AS own
    FROM place
),
counted AS (
    SELECT e.* FROM every e JOIN own_zone o ON o.id = e.id AND o.name = e.name
)
"""
_COUNT_OF_DAY = """
count(*) FILTER (WHERE kind = ANY (%({kinds})s)) OVER (PARTITION BY {who}, name, day ORDER BY at)
"""
_LIMITS = """
allowed AS (
    SELECT * FROM unnest(
        %(numbers)s::int[], %(policies)s::bigint[], %(channels)s::text[], %(most)s::int[],
        %(shapes)s::int[]
    ) l (number, policy_id, channel, most, shape)
), judged AS (
    SELECT l.number, c.id, max(l.most) AS most, max(c.n[l.shape] - c.own[l.shape]) AS before,
        max(c.own[l.shape]) AS own
    FROM counted c JOIN allowed l ON l.policy_id = c.policy_id AND l.channel = c.channel
    WHERE c.at >= %(since)s AND c.content_class <> 'confirmation' AND c.asked_about
    GROUP BY l.number, c.id
)
SELECT number, count(*), max(before + own), count(*) FILTER (WHERE before >= most),
    (array_agg(id ORDER BY id) FILTER (WHERE before >= most))[1:{kept}],
    (array_agg(before + own ORDER BY id) FILTER (WHERE before >= most))[1:{kept}]
FROM judged GROUP BY number ORDER BY number
"""


def check(period: Period) -> Check:
    """No customer, no account and no address got more than any cap of its policy allowed."""
    check = Check("caps")
    most: dict[str, dict[str, Any]] = {}
    limits = [
        Limit(version_id, cap, policy.default_zone)
        for version_id, policy in policies(period)
        for cap in policy.caps
    ]
    for walked in _together(limits):
        _count(walked, period, check, most)
    check.figures = {"most": [most[name] for name in sorted(most)]}
    return check


def _together(limits: Iterable[Limit]) -> Iterator[list[Limit]]:
    """Those that one walk answers: of one scope, all rolling ones, or all of one default zone's
    days."""
    walks: dict[tuple[str, str], list[Limit]] = {}
    for limit in limits:
        zone = limit.zone if limit.cap.hours is None else ""
        walks.setdefault((limit.cap.scope, zone), []).append(limit)
    yield from walks.values()


def _count(
    limits: Sequence[Limit], period: Period, check: Check, most: dict[str, dict[str, Any]]
) -> None:
    sql, params = _walk(limits, period)
    for limit in limits:
        most.setdefault(limit.key, {"cap": limit.key, "limit": limit.cap.limit, "most": 0})
    for number, checked, highest, found, ids, counts in fetch(sql, **params):
        limit = limits[number]
        check.checked += checked
        seen = most[limit.key]
        seen["most"] = max(seen["most"], highest)
        said = [f"{n} in {limit.period}, limit {limit.cap.limit}" for n in counts or ()]
        note(check, found, ids, f"cap_{limit.cap.scope}", said)


def _walk(limits: Sequence[Limit], period: Period) -> tuple[str, dict[str, Any]]:
    """One statement for all of them, and what it asks."""
    scope, is_daily = limits[0].cap.scope, limits[0].cap.hours is None
    shapes = sorted({(limit.span, limit.cap.counts) for limit in limits})
    counted = columns_of(scope)
    params = params_of(period, max(span for span, _kinds in shapes))
    for number, (span, kinds) in enumerate(shapes):
        params |= {f"span{number}": span, f"kinds{number}": list(kinds)}
    count = _COUNT_OF_DAY if is_daily else _COUNT
    names = range(len(shapes))
    parts = (_DAILY if is_daily else _ROLLING).format(
        counts=", ".join(
            count.format(kinds=f"kinds{n}", span=f"span{n}", who=counted["who"]) for n in names
        ),
        own=", ".join(f"(kind = ANY (%(kinds{n})s))::int" for n in names),
        **counted,
    )
    if is_daily:
        params["default_zones"] = [limits[0].zone]
    joined = [
        (number, limit.policy_id, channel, limit.cap.limit, shapes.index(_shape(limit)) + 1)
        for number, limit in enumerate(limits)
        for channel in limit.cap.channels
    ]
    columns = ("numbers", "policies", "channels", "most", "shapes")
    params |= dict(zip(columns, map(list, zip(*joined, strict=True)), strict=True))
    sql = f"WITH {contacts_of(scope)}, {parts}, {_LIMITS.format(kept=KEPT)}"
    return sql, params


def _shape(limit: Limit) -> tuple[timedelta, tuple[str, ...]]:
    return limit.span, limit.cap.counts
