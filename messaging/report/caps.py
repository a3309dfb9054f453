"""Caps and the minimum gap, counted again in SQL over every contact: texts that left, and calls.

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

from django.db import connection
from django.db.models import Q

from messaging.models import Call, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.models.message_states import CONTACTS
from messaging.policy.model import Policy
from messaging.policy.parts import WRITTEN, Cap
from messaging.policy.rules.frequency import GAP_COUNTS
from messaging.report.parts import KEPT, Check, Period

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


# Whatever left counts as a contact, an answer to an opt-out too, but not what could not be
# delivered and whose place a message on another channel took; only reminders and calls are held
# to caps. A call's id is negative, so that a call and a text are never the same.
_CONTACTS = """
contact AS (
    SELECT m.id, 'message' AS kind, m.customer_id, m.address_hash, m.channel, m.content_class,
           r.policy_id, m.handed_over_at AS at, m.candidate_id,
           (%(lender)s::bigint IS NULL OR m.lender_id = %(lender)s) AS asked_about
    FROM messaging_message m LEFT JOIN messaging_run r ON r.id = m.run_id
    WHERE m.handed_over_at >= %(since)s - %(period)s AND m.handed_over_at < %(until)s
      AND m.state = ANY (%(contacts)s)
      AND NOT (m.state = 'undelivered' AND EXISTS (
          SELECT FROM messaging_message n
          WHERE n.follows_id = m.id AND n.state = ANY (%(contacts)s)))
    UNION ALL
    SELECT -c.id, c.kind, c.customer_id, c.address_hash, 'phone', '', c.policy_id, c.begun_at, NULL,
           (%(lender)s::bigint IS NULL OR EXISTS (
               SELECT FROM accounts_loan l
               WHERE l.customer_id = c.customer_id AND l.lender_id = %(lender)s))
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
_GAP = """
WITH {contacts}, spaced AS (
    SELECT *, at - lag(at) OVER (PARTITION BY {who} ORDER BY at, id) AS gap
    FROM {rows} WHERE {who} IS NOT NULL AND kind = ANY (%(counts)s)
), least AS (
    SELECT * FROM unnest(%(policies)s::bigint[], %(gaps)s::interval[]) l (policy_id, gap)
)
SELECT count(*), min(s.gap), count(*) FILTER (WHERE s.gap < l.gap),
    (array_agg(s.id ORDER BY s.id) FILTER (WHERE s.gap < l.gap))[1:{kept}],
    (array_agg(s.gap ORDER BY s.id) FILTER (WHERE s.gap < l.gap))[1:{kept}]
FROM spaced s JOIN least l USING (policy_id)
WHERE s.at >= %(since)s AND s.content_class <> 'confirmation' AND s.gap IS NOT NULL
  AND s.channel = ANY (%(channels)s) AND s.asked_about
"""


def check(period: Period) -> Check:
    """No customer, no account and no address got more than any cap of its policy allowed."""
    check = Check("caps")
    most: dict[str, dict[str, Any]] = {}
    limits = [
        Limit(version_id, cap, policy.default_zone)
        for version_id, policy in _policies(period)
        for cap in policy.caps
    ]
    for walked in _together(limits):
        _count(walked, period, check, most)
    check.figures = {"most": [most[name] for name in sorted(most)]}
    return check


def check_gap(period: Period) -> Check:
    """No reminder followed another contact sooner than the policy allows."""
    check = Check("minimum_gap")
    least: dict[str, float] = {}
    gaps = {pk: timedelta(hours=policy.minimum_gap_hours) for pk, policy in _policies(period)}
    if not gaps:
        return check
    params = {
        **_params(period, max(gaps.values())),
        "policies": list(gaps),
        "gaps": list(gaps.values()),
        "channels": list(WRITTEN),
        "counts": list(GAP_COUNTS),
    }
    for scope in GAP_SCOPES:
        sql = _GAP.format(contacts=_contacts_of(scope), kept=KEPT, **_counted(scope))
        [(checked, shortest, found, ids, spans)] = _fetch(sql, params)
        check.checked += checked
        if shortest is not None:
            least[scope] = shortest.total_seconds()
        _note(check, found, ids, f"gap_{scope}", spans)
    check.figures = {"least_gap_seconds": least}
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
    for number, checked, highest, found, ids, counts in _fetch(sql, params):
        limit = limits[number]
        check.checked += checked
        seen = most[limit.key]
        seen["most"] = max(seen["most"], highest)
        said = [f"{n} in {limit.period}, limit {limit.cap.limit}" for n in counts or ()]
        _note(check, found, ids, f"cap_{limit.cap.scope}", said)


def _walk(limits: Sequence[Limit], period: Period) -> tuple[str, dict[str, Any]]:
    """One statement for all of them, and what it asks."""
    scope, is_daily = limits[0].cap.scope, limits[0].cap.hours is None
    shapes = sorted({(limit.span, limit.cap.counts) for limit in limits})
    counted = _counted(scope)
    params = _params(period, max(span for span, _kinds in shapes))
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
    sql = f"WITH {_contacts_of(scope)}, {parts}, {_LIMITS.format(kept=KEPT)}"
    return sql, params


def _shape(limit: Limit) -> tuple[timedelta, tuple[str, ...]]:
    return limit.span, limit.cap.counts


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


def _params(period: Period, span: timedelta) -> dict[str, Any]:
    return {**period.params(), "period": span, "contacts": list(CONTACTS)}


def _counted(scope: str) -> dict[str, str]:
    return BY_SCOPE[scope]._asdict()


def _contacts_of(scope: str) -> str:
    return _CONTACTS + (_ABOUT if BY_SCOPE[scope].rows == "about" else "")


def _note(
    check: Check, found: int, ids: Sequence[int] | None, what: str, details: Sequence[object] | None
) -> None:
    """The first are listed, all are counted."""
    for contact_id, detail in zip(ids or (), details or (), strict=True):
        check.violated(_named(contact_id), what, detail)
    check.violation_count += found - len(ids or ())


def _named(contact_id: int) -> str:
    return f"message:{contact_id}" if contact_id > 0 else f"call:{-contact_id}"


def _fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
