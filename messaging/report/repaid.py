"""Repaid debts: no text asked for what had come in before it began to leave.

What a text named is kept beside its candidate, with the amount that was due when the run was
planned; what came in since is in the ledger, which nobody changes. Payments recorded after the
release are all that is taken for proof: one recorded while the run was being planned may be in the
amount already, and one of an earlier day is, however late its row came (`intake.merging.ledger`).
Where a file of loans came in between, the debt may have been a new one: a person
has to look.
"""

from __future__ import annotations

from messaging.report.opt_outs import SAME_MOMENT_SECONDS
from messaging.report.parts import Check, Period
from messaging.report.rows import HANDED, one, stream

# Payments of longer before than a run lasts are in its amounts.
_NAMED = f"""
WITH {HANDED}, named AS (
    SELECT h.message_id, h.begun_at, r.planned_at, r.released_at, c.loan_id, c.amount_due,
        (r.planned_at AT TIME ZONE z.timezone)::date AS planned_on
    FROM handed h
    JOIN messaging_message m ON m.id = h.message_id
    JOIN accounts_lender z ON z.id = m.lender_id
    JOIN messaging_run r ON r.id = m.run_id
    JOIN messaging_candidateloan c ON c.candidate_id = m.candidate_id
    WHERE NOT c.left_out AND c.amount_due > 0
)
"""  # noqa: S608  (constants of ours)
_COUNT = f"{_NAMED} SELECT count(*) FROM named"  # noqa: S608
_REPAID = f"""
{_NAMED}, paid AS (
    SELECT n.message_id, n.begun_at, n.planned_at, n.loan_id, n.amount_due,
        max(p.recorded_at) AS last_at,
        COALESCE(sum(p.amount) FILTER (
            WHERE p.recorded_at > n.released_at AND p.paid_on >= n.planned_on), 0) AS since_release
    FROM named n JOIN accounts_repayment p ON p.loan_id = n.loan_id
    WHERE p.recorded_at > n.planned_at AND p.recorded_at < n.begun_at
      AND p.paid_on >= n.planned_on - 1  -- figures of the evening before may not have it yet
      AND p.recorded_at > %(since)s - interval '7 days' AND p.recorded_at < %(until)s
    GROUP BY n.message_id, n.begun_at, n.planned_at, n.loan_id, n.amount_due
    HAVING sum(p.amount) >= n.amount_due
)
SELECT p.message_id, p.loan_id, extract(epoch FROM p.begun_at - p.last_at)::float,
    p.since_release < p.amount_due OR EXISTS (
        SELECT FROM accounts_importfile i
        WHERE i.kind = 'loans' AND i.applied_at > p.planned_at AND i.applied_at <= p.begun_at)
FROM paid p ORDER BY p.message_id, p.loan_id
"""  # noqa: S608


def check(period: Period) -> Check:
    """Every debt a text named, against what had been recorded as paid of it."""
    check = Check("repaid")
    (check.checked,) = one(_COUNT, period.params())
    for message_id, loan_id, seconds, uncertain in stream(_REPAID, period.params()):
        about, detail = f"message:{message_id}", f"loan:{loan_id}, {seconds:.1f} s before"
        if seconds <= SAME_MOMENT_SECONDS:
            check.doubt(about, "in_the_same_moment", detail)
        elif uncertain:
            check.doubt(about, "figures_renewed_since", detail)
        else:
            check.violated(about, "after_repayment", detail)
    return check
