"""Distress answered in: from the words of despair to the moment a person had them."""

from __future__ import annotations

from feedback.alarms.limits import DISTRESS_STEPS
from messaging.report.parts import Check, Period
from messaging.report.rows import one, stream

_RAISED = """
raised AS (
    SELECT a.id, a.conversation_id, a.raised_at, a.taken_at,
        extract(epoch FROM COALESCE(a.taken_at, a.closed_at, %(now)s) - a.raised_at) / 60 AS minutes
    FROM feedback_alarm a JOIN feedback_conversation v ON v.id = a.conversation_id
    WHERE a.kind = 'distress' AND a.raised_at >= %(since)s AND a.raised_at < %(until)s
      AND (%(lender)s::bigint IS NULL OR EXISTS (
          SELECT FROM accounts_loan l
          WHERE l.customer_id = v.customer_id AND l.lender_id = %(lender)s))
)
"""
_FIGURES = f"""
WITH {_RAISED}
SELECT count(*), percentile_cont(0.5) WITHIN GROUP (ORDER BY minutes), max(minutes) FROM raised
"""  # noqa: S608  (constants of ours)
_SLOW = f"""
WITH {_RAISED}
SELECT conversation_id, minutes FROM raised WHERE minutes > %(soon)s ORDER BY conversation_id, id
"""  # noqa: S608

SOON_MINUTES, LATEST_MINUTES = DISTRESS_STEPS[0], DISTRESS_STEPS[-1]
"""After the first, others are told; past the last one, it was left alone."""


def check(period: Period) -> Check:
    """Every alarm of distress raised in the period."""
    check = Check("distress")
    check.checked, usual, slowest = one(_FIGURES, period.params())
    check.figures = {
        "minutes": {
            "median": None if usual is None else round(float(usual), 1),
            "slowest": None if slowest is None else round(float(slowest), 1),
        }
    }
    for conversation_id, minutes in stream(_SLOW, {**period.params(), "soon": SOON_MINUTES}):
        about, detail = f"conversation:{conversation_id}", f"{minutes:.0f} min"
        if minutes > LATEST_MINUTES:
            check.violated(about, "distress_left_alone", detail)
        else:
            check.doubt(about, "distress_answered_late", detail)
    return check
