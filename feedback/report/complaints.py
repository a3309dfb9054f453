"""Complaints in time: answered and reviewed by the last day that their clocks gave."""

from __future__ import annotations

from messaging.report.parts import Check, Period
from messaging.report.rows import one, stream

# A last day is over where the lender is; a complaint is judged once it is, and as of `now`.
_CLOCKS = """
clock AS (
    SELECT c.id, 'answer' AS what, c.resolved_at AS done_at, c.opened_at AS begun_at,
        c.due_on, (c.due_on + 1)::timestamp AT TIME ZONE
            COALESCE(l.timezone, huancui_team_zone()) AS ends
    FROM feedback_complaint c LEFT JOIN accounts_lender l ON l.id = c.lender_id
    WHERE (%(lender)s::bigint IS NULL OR c.lender_id = %(lender)s)
    UNION ALL
    SELECT c.id, 'review', r.decided_at, r.asked_at, r.due_on, (r.due_on + 1)::timestamp
        AT TIME ZONE COALESCE(l.timezone, huancui_team_zone())
    FROM feedback_complaintreview r JOIN feedback_complaint c ON c.id = r.complaint_id
    LEFT JOIN accounts_lender l ON l.id = c.lender_id
    WHERE (%(lender)s::bigint IS NULL OR c.lender_id = %(lender)s)
)
"""
_FIGURES = f"""
WITH {_CLOCKS}
SELECT count(*) FILTER (WHERE ends > %(since)s AND ends <= %(until)s),
    count(*) FILTER (WHERE done_at >= %(since)s AND done_at < %(until)s),
    percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM done_at - begun_at) / 86400)
        FILTER (WHERE done_at >= %(since)s AND done_at < %(until)s),
    max(extract(epoch FROM done_at - begun_at) / 86400)
        FILTER (WHERE done_at >= %(since)s AND done_at < %(until)s),
    min(extract(epoch FROM ends - done_at) / 86400)
        FILTER (WHERE done_at >= %(since)s AND done_at < %(until)s)
FROM clock
"""  # noqa: S608  (constants of ours)
_LATE = f"""
WITH {_CLOCKS}
SELECT id, what, due_on, done_at FROM clock
WHERE ends > %(since)s AND ends <= %(until)s AND ends <= %(now)s
  AND (done_at IS NULL OR done_at >= ends)
ORDER BY id, what
"""  # noqa: S608


def check(period: Period) -> Check:
    """Every answer and review whose last day ended in the period; the figures are of those given
    in it."""
    check = Check("complaints")
    check.checked, given, usual, longest, least_left = one(_FIGURES, period.params())
    check.figures = {
        "given": given,
        "days": {"median": _rounded(usual), "longest": _rounded(longest)},
        "least_days_left": _rounded(least_left),
    }
    for complaint_id, what, due_on, done_at in stream(_LATE, period.params()):
        done = f", given {done_at:%Y-%m-%d}" if done_at else ", not given"
        check.violated(f"complaint:{complaint_id}", f"{what}_late", f"due {due_on}{done}")
    return check


def _rounded(days: object) -> float | None:
    return None if days is None else round(float(days), 1)  # type: ignore[arg-type]
