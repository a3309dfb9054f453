"""The minimum gap, counted again in SQL over every contact (messaging.policy.rules.frequency)."""

from __future__ import annotations

from datetime import timedelta

from messaging.outbox.sql import fetch
from messaging.policy.parts import WRITTEN
from messaging.policy.rules.frequency import GAP_COUNTS
from messaging.report.contacts import columns_of, contacts_of, note, params_of, policies
from messaging.report.parts import KEPT, Check, Period

SCOPES = ("customer", "address")

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
    """No reminder followed another contact sooner than the policy allows."""
    check = Check("minimum_gap")
    least: dict[str, float] = {}
    gaps = {pk: timedelta(hours=policy.minimum_gap_hours) for pk, policy in policies(period)}
    if not gaps:
        return check
    params = {
        **params_of(period, max(gaps.values())),
        "policies": list(gaps),
        "gaps": list(gaps.values()),
        "channels": list(WRITTEN),
        "counts": list(GAP_COUNTS),
    }
    for scope in SCOPES:
        sql = _GAP.format(contacts=contacts_of(scope), kept=KEPT, **columns_of(scope))
        [(checked, shortest, found, ids, spans)] = fetch(sql, **params)
        check.checked += checked
        if shortest is not None:
            least[scope] = shortest.total_seconds()
        note(check, found, ids, f"gap_{scope}", spans)
    check.figures = {"least_gap_seconds": least}
    return check
