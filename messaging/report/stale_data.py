"""Age of the figures: no text spoke of an amount older than its policy allowed when it was decided.

A decision is not stored again while its verdict stays the same, so the figures it holds may be
older than those the text was made from. Where the loan's figures have been renewed since, or a file
of loans came in between, a person has to look; else the stored age is the true one.
"""

from __future__ import annotations

from datetime import timedelta

from messaging.models import PolicyVersion
from messaging.models.in_force import policy_of
from messaging.report.parts import Check, Period
from messaging.report.rows import HANDED, stream

_TOLD = f"""
WITH {HANDED}, told AS (
    SELECT h.message_id, h.begun_at, d.id AS decision_id, d.at, d.policy_id, d.facts
    FROM handed h
    JOIN messaging_message m ON m.id = h.message_id
    CROSS JOIN LATERAL (
        SELECT x.id, x.at, x.policy_id, x.facts FROM (
            SELECT id, at, policy_id, facts FROM messaging_decision
            WHERE candidate_id = m.candidate_id AND at <= h.begun_at
            UNION ALL
            SELECT id, at, policy_id, facts FROM messaging_decision
            WHERE m.candidate_id IS NULL AND message_id = m.id AND at <= h.begun_at
        ) x ORDER BY x.id DESC LIMIT 1
    ) d
    WHERE m.content_class NOT IN ('confirmation', 'code')
), figure AS (
    SELECT t.message_id, t.begun_at, t.at, t.policy_id, (l ->> 'loan_id')::bigint AS loan_id,
        (l ->> 'as_of')::timestamptz AS as_of
    FROM told t CROSS JOIN LATERAL jsonb_array_elements(t.facts -> 'loans') l
    WHERE (l ->> 'amount_due')::numeric > 0
), allowed AS (
    SELECT * FROM unnest(%(policies)s::bigint[], %(ages)s::interval[]) a (policy_id, age)
)
"""  # noqa: S608  (constants of ours)
_BY_POLICY = f"""
{_TOLD} SELECT policy_id, count(*), max(begun_at - as_of) FROM figure GROUP BY policy_id
"""  # noqa: S608
_STALE = f"""
{_TOLD}
SELECT f.message_id, f.loan_id, f.begun_at - f.as_of,
    COALESCE(l.as_of > f.as_of, false) OR EXISTS (
        SELECT FROM accounts_importfile i
        WHERE i.kind = 'loans' AND i.applied_at > f.at AND i.applied_at <= f.begun_at) AS renewed
FROM figure f JOIN allowed a USING (policy_id) LEFT JOIN accounts_loan l ON l.id = f.loan_id
WHERE f.begun_at - f.as_of > a.age
ORDER BY f.message_id, f.loan_id
"""  # noqa: S608
HANDED_WITHIN = timedelta(minutes=10)
"""A hand-over begins so long after its decision at most: permits are shorter."""


def check(period: Period) -> Check:
    """Every figure of every text, against the policy under which it was decided: the oldest of each
    policy, and where that is too old, one by one."""
    check = Check("stale_data")
    nothing = {**period.params(), "policies": [], "ages": []}
    oldest: dict[int, timedelta] = {}
    for policy_id, number, age in stream(_BY_POLICY, nothing):
        check.checked += number
        oldest[policy_id] = age
    check.figures = {"oldest_hours": _hours(max(oldest.values(), default=None))}
    passed = {
        version.pk: allowed
        for version in PolicyVersion.objects.filter(pk__in=list(oldest)).order_by("pk")
        if (allowed := policy_of(version).staleness + HANDED_WITHIN) < oldest[version.pk]
    }
    if not passed:
        return check
    params = {**period.params(), "policies": list(passed), "ages": list(passed.values())}
    for message_id, loan_id, age, renewed in stream(_STALE, params):
        detail = f"loan:{loan_id} {age.total_seconds() / 3600:.1f} h"
        if renewed:
            check.doubt(f"message:{message_id}", "figures_renewed_since", detail)
        else:
            check.violated(f"message:{message_id}", "figures_too_old", detail)
    return check


def _hours(age: timedelta | None) -> float | None:
    return round(age.total_seconds() / 3600, 1) if age else None
