"""Caps and the minimum gap, counted again in SQL over every contact with a customer or address."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from messaging.models import PolicyVersion
from messaging.models.in_force import policy_of
from messaging.models.message import CONTACTS
from messaging.policy.model import Policy
from messaging.policy.parts import SCOPES, Cap
from messaging.report.parts import Check, Period
from messaging.report.rows import stream

LONGEST_DAY = timedelta(hours=50)
"""Contacts longer ago than this were on another day in every zone."""

JUST_UNDER = timedelta(microseconds=1)
"""A contact exactly one period ago no longer counts."""

WHO = {"customer": "customer_id", "address": "address_hash"}

# Whatever left counts as a contact, an answer to an opt-out too; only reminders are held to caps.
_CONTACTS = """
contact AS (
    SELECT m.id, m.customer_id, m.address_hash, m.channel, m.content_class, r.policy_id,
           m.handed_over_at AS at
    FROM messaging_message m LEFT JOIN messaging_run r ON r.id = m.run_id
    WHERE m.handed_over_at >= %(since)s - %(period)s AND m.handed_over_at < %(until)s
      AND m.state = ANY (%(contacts)s)
)
"""
_HELD_TO_IT = """
at >= %(since)s AND content_class <> 'confirmation' AND policy_id = %(policy)s
"""
_ROLLING = """
WITH {contacts}, counted AS (
    SELECT *, count(*) OVER (
        PARTITION BY {who} ORDER BY at RANGE BETWEEN %(period)s PRECEDING AND CURRENT ROW
    ) AS n
    FROM contact WHERE {who} IS NOT NULL
)
SELECT id, n FROM counted WHERE {held} AND channel = ANY (%(channels)s)
"""
# Each contact's own zones first: joining all zones there are would multiply the rows by 600.
_DAILY = """
WITH {contacts}, zone AS MATERIALIZED (SELECT name FROM pg_timezone_names),
place AS MATERIALIZED (
    SELECT c.id, c.{who} AS who, c.at, z.name
    FROM contact c
    LEFT JOIN accounts_customer p ON p.id = c.customer_id
    CROSS JOIN LATERAL unnest(
        CASE WHEN cardinality(p.timezones) > 0 THEN p.timezones::text[] ELSE ARRAY[%(zone)s] END
    ) z (name)
    WHERE {held} AND c.channel = ANY (%(channels)s) AND z.name IN (SELECT name FROM zone)
)
SELECT id, max(n) FROM (
    SELECT c.id, c.name, count(*) AS n
    FROM place c
    JOIN contact o ON o.{who} = c.who AND o.at <= c.at
        AND (o.at AT TIME ZONE c.name)::date = (c.at AT TIME ZONE c.name)::date
    GROUP BY c.id, c.name
) d GROUP BY id
"""
_GAP = """
WITH {contacts}, spaced AS (
    SELECT *, at - lag(at) OVER (PARTITION BY {who} ORDER BY at, id) AS gap
    FROM contact WHERE {who} IS NOT NULL
)
SELECT id, gap FROM spaced WHERE {held} AND gap IS NOT NULL AND channel = ANY (%(channels)s)
"""
WRITTEN = ["sms", "email", "wechat", "push"]


def check(period: Period) -> Check:
    """No customer and no address got more than any cap of the policy in force allowed."""
    check = Check("caps")
    most: dict[str, dict[str, Any]] = {}
    for version_id, policy in _policies(period):
        for cap in policy.caps:
            if "message" not in cap.counts:
                continue
            _count(cap, policy, version_id, period, check, most)
    check.figures = {"most": [most[name] for name in sorted(most)]}
    return check


def check_gap(period: Period) -> Check:
    """No reminder followed another contact sooner than the policy allows."""
    check = Check("minimum_gap")
    least: dict[str, float] = {}
    for version_id, policy in _policies(period):
        allowed = timedelta(hours=policy.minimum_gap_hours)
        for scope in SCOPES:
            params = _params(period, allowed, version_id, WRITTEN)
            for message_id, gap in stream(_sql(_GAP, scope), params):
                check.checked += 1
                least[scope] = min(least.get(scope, gap.total_seconds()), gap.total_seconds())
                if gap < allowed:
                    check.violated(f"message:{message_id}", f"gap_{scope}", gap)
    check.figures = {"least_gap_seconds": least}
    return check


def _count(
    cap: Cap,
    policy: Policy,
    version_id: int,
    period: Period,
    check: Check,
    most: dict[str, dict[str, Any]],
) -> None:
    if cap.hours is None:
        span, sql, name = LONGEST_DAY, _DAILY, "day"
    else:
        span, sql, name = timedelta(hours=cap.hours) - JUST_UNDER, _ROLLING, f"{cap.hours} h"
    params = {**_params(period, span, version_id, list(cap.channels)), "zone": policy.default_zone}
    key = f"policy:{version_id} {cap.scope} {name} {'/'.join(cap.channels)}"
    seen = most.setdefault(key, {"cap": key, "limit": cap.limit, "most": 0})
    for message_id, count in stream(_sql(sql, cap.scope), params):
        check.checked += 1
        seen["most"] = max(seen["most"], count)
        if count > cap.limit:
            detail = f"{count} in {name}, limit {cap.limit}"
            check.violated(f"message:{message_id}", f"cap_{cap.scope}", detail)


def _policies(period: Period) -> Iterator[tuple[int, Policy]]:
    """The policies of the runs whose messages left in the period."""
    used = PolicyVersion.objects.filter(
        pk__in=PolicyVersion.objects.filter(
            run__messages__handed_over_at__gte=period.since,
            run__messages__handed_over_at__lt=period.until,
        ).values("pk")
    )
    for version in used.order_by("pk"):
        yield version.pk, policy_of(version)


def _params(
    period: Period, span: timedelta, version_id: int, channels: list[str]
) -> dict[str, Any]:
    return {
        **period.params(),
        "period": span,
        "policy": version_id,
        "channels": channels,
        "contacts": list(CONTACTS),
    }


def _sql(text: str, scope: str) -> str:
    return text.format(contacts=_CONTACTS, held=_HELD_TO_IT, who=WHO[scope])
