"""Caps and the minimum gap, counted again in SQL over every contact: texts that left, and calls.

The same counting as the engine's (messaging.policy.rules.frequency), written a second time so that
one can be held against the other: a contact violates a cap when, before it, as many contacts of the
kinds the cap counts lay within its period as it allows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from messaging.models import Call, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.models.message import CONTACTS
from messaging.policy.model import Policy
from messaging.policy.parts import WRITTEN, Cap
from messaging.policy.rules.frequency import GAP_COUNTS
from messaging.report.parts import Check, Period
from messaging.report.rows import stream

LONGEST_DAY = timedelta(hours=50)
"""Contacts longer ago than this were on another day in every zone."""

JUST_UNDER = timedelta(microseconds=1)
"""A contact exactly one period ago no longer counts."""


class Counted(NamedTuple):
    """Where contacts counted together are found: the rows, and the column they share."""

    rows: str
    who: str


BY_SCOPE = {
    "customer": Counted("contact", "customer_id"),
    "address": Counted("contact", "address_hash"),
    "account": Counted("about", "loan_id"),
}
GAP_SCOPES = ("customer", "address")

# Whatever left counts as a contact, an answer to an opt-out too; only reminders and calls are held
# to caps. A call's id is negative, so that a call and a text are never the same.
_CONTACTS = """
contact AS (
    SELECT m.id, 'message' AS kind, m.customer_id, m.address_hash, m.channel, m.content_class,
           r.policy_id, m.handed_over_at AS at, m.candidate_id
    FROM messaging_message m LEFT JOIN messaging_run r ON r.id = m.run_id
    WHERE m.handed_over_at >= %(since)s - %(period)s AND m.handed_over_at < %(until)s
      AND m.state = ANY (%(contacts)s)
    UNION ALL
    SELECT -c.id, c.kind, c.customer_id, c.address_hash, 'phone', '', c.policy_id, c.begun_at, NULL
    FROM messaging_call c
    WHERE c.begun_at >= %(since)s - %(period)s AND c.begun_at < %(until)s
)
"""
# Once for each loan a contact was about; for each of the customer's when nobody knows.
_ABOUT = """
, told AS (
    SELECT c.id, l.loan_id FROM contact c
    JOIN messaging_candidateloan l ON l.candidate_id = c.candidate_id
    UNION ALL
    SELECT c.id, (l ->> 'loan_id')::bigint FROM contact c
    JOIN messaging_call k ON c.id < 0 AND k.id = -c.id
    CROSS JOIN LATERAL jsonb_array_elements(k.facts -> 'loans') l
), about AS (
    SELECT c.*, t.loan_id FROM contact c JOIN told t USING (id)
    UNION ALL
    SELECT c.*, l.id FROM contact c JOIN accounts_loan l ON l.customer_id = c.customer_id
    WHERE NOT EXISTS (SELECT FROM told t WHERE t.id = c.id)
)
"""
_HELD_TO_IT = """
at >= %(since)s AND content_class NOT IN ('confirmation', 'code') AND policy_id = %(policy)s
"""
_ROLLING = """
WITH {contacts}, counted AS (
    SELECT *, (kind = ANY (%(counts)s))::int AS own, count(*) FILTER (WHERE kind = ANY (%(counts)s))
        OVER (
            PARTITION BY {who} ORDER BY at RANGE BETWEEN %(period)s PRECEDING AND CURRENT ROW
        ) AS n
    FROM {rows} WHERE {who} IS NOT NULL
)
SELECT id, max(n - own), max(own) FROM counted
WHERE {held} AND channel = ANY (%(channels)s) GROUP BY id
"""
# Each contact's own zones first: joining all zones there are would multiply the rows by 600.
_DAILY = """
WITH {contacts}, zone AS MATERIALIZED (SELECT name FROM pg_timezone_names),
place AS MATERIALIZED (
    SELECT c.id, c.{who} AS who, c.at, z.name, (c.kind = ANY (%(counts)s))::int AS own
    FROM {rows} c
    LEFT JOIN accounts_customer p ON p.id = c.customer_id
    CROSS JOIN LATERAL unnest(
        CASE WHEN cardinality(p.timezones) > 0 THEN p.timezones::text[] ELSE ARRAY[%(zone)s] END
    ) z (name)
    WHERE {held} AND c.channel = ANY (%(channels)s) AND z.name IN (SELECT name FROM zone)
)
SELECT id, max(n - own), max(own) FROM (
    SELECT c.id, c.name, c.who, c.own,
           count(*) FILTER (WHERE o.kind = ANY (%(counts)s)) AS n
    FROM place c
    JOIN {rows} o ON o.{who} = c.who AND o.at <= c.at
        AND (o.at AT TIME ZONE c.name)::date = (c.at AT TIME ZONE c.name)::date
    GROUP BY c.id, c.name, c.who, c.own
) d GROUP BY id
"""
_GAP = """
WITH {contacts}, spaced AS (
    SELECT *, at - lag(at) OVER (PARTITION BY {who} ORDER BY at, id) AS gap
    FROM {rows} WHERE {who} IS NOT NULL AND kind = ANY (%(counts)s)
)
SELECT id, gap FROM spaced WHERE {held} AND gap IS NOT NULL AND channel = ANY (%(channels)s)
"""


def check(period: Period) -> Check:
    """No customer, no account and no address got more than any cap of its policy allowed."""
    check = Check("caps")
    most: dict[str, dict[str, Any]] = {}
    for version_id, policy in _policies(period):
        for cap in policy.caps:
            _count(cap, policy, version_id, period, check, most)
    check.figures = {"most": [most[name] for name in sorted(most)]}
    return check


def check_gap(period: Period) -> Check:
    """No reminder followed another contact sooner than the policy allows."""
    check = Check("minimum_gap")
    least: dict[str, float] = {}
    for version_id, policy in _policies(period):
        allowed = timedelta(hours=policy.minimum_gap_hours)
        for scope in GAP_SCOPES:
            params = _params(period, allowed, version_id, channels=WRITTEN, counts=GAP_COUNTS)
            for contact_id, gap in stream(_sql(_GAP, scope), params):
                check.checked += 1
                least[scope] = min(least.get(scope, gap.total_seconds()), gap.total_seconds())
                if gap < allowed:
                    check.violated(_named(contact_id), f"gap_{scope}", gap)
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
    params = _params(period, span, version_id, channels=cap.channels, counts=cap.counts)
    counted = "/".join((*cap.channels, *(cap.counts if cap.scope == "account" else ())))
    key = f"policy:{version_id} {cap.scope} {name} {counted}"
    seen = most.setdefault(key, {"cap": key, "limit": cap.limit, "most": 0})
    for contact_id, before, own in stream(
        _sql(sql, cap.scope), {**params, "zone": policy.default_zone}
    ):
        check.checked += 1
        seen["most"] = max(seen["most"], before + own)
        if before >= cap.limit:
            detail = f"{before + own} in {name}, limit {cap.limit}"
            check.violated(_named(contact_id), f"cap_{cap.scope}", detail)


def _policies(period: Period) -> Iterator[tuple[int, Policy]]:
    """The policies of the runs whose messages left in the period, and of the calls begun in it."""
    texted = PolicyVersion.objects.filter(
        run__messages__handed_over_at__gte=period.since,
        run__messages__handed_over_at__lt=period.until,
    )
    called = Call.objects.filter(begun_at__gte=period.since, begun_at__lt=period.until)
    used = PolicyVersion.objects.filter(
        Q(pk__in=texted.values("pk")) | Q(pk__in=called.values("policy"))
    )
    for version in used.order_by("pk"):
        yield version.pk, policy_of(version)


def _params(
    period: Period,
    span: timedelta,
    version_id: int,
    *,
    channels: tuple[str, ...],
    counts: tuple[str, ...],
) -> dict[str, Any]:
    return {
        **period.params(),
        "period": span,
        "policy": version_id,
        "channels": list(channels),
        "counts": list(counts),
        "contacts": list(CONTACTS),
    }


def _sql(text: str, scope: str) -> str:
    rows, who = BY_SCOPE[scope]
    contacts = _CONTACTS + (_ABOUT if rows == "about" else "")
    return text.format(contacts=contacts, held=_HELD_TO_IT, rows=rows, who=who)


def _named(contact_id: int) -> str:
    return f"message:{contact_id}" if contact_id > 0 else f"call:{-contact_id}"
