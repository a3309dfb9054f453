"""Nothing is lost: every message is open or ended with a reason, every candidate has its fate."""

from __future__ import annotations

from messaging.models.message_states import FINAL, LEFT
from messaging.report.parts import Check, Period
from messaging.report.rows import OF_LENDER, one, stream

_OURS, _RUNS = OF_LENDER.format(column="m.lender_id"), OF_LENDER.format(column="r.lender_id")

_BY_STATE = f"""
SELECT state, count(*) FROM messaging_message m
WHERE created_at >= %(since)s AND created_at < %(until)s AND {_OURS}
GROUP BY state ORDER BY state
"""  # noqa: S608  (constants of ours)
# One row per message and fault. A claim lives for minutes: the sweep has failed with older ones.
_FAULTS = f"""
WITH m AS (
    SELECT m.*, r.state AS run_state FROM messaging_message m
    LEFT JOIN messaging_run r ON r.id = m.run_id
    WHERE m.created_at >= %(since)s AND m.created_at < %(until)s AND {_OURS}
)
SELECT id, 'ended_at_no_time', state FROM m
WHERE final_at IS NULL AND state = ANY (%(final)s)
UNION ALL
SELECT id, 'not_sent_without_reason', state FROM m
WHERE reason = '' AND state IN ('refused', 'blocked', 'cancelled', 'expired', 'unresolved')
UNION ALL
SELECT id, 'open_and_ended', state FROM m
WHERE final_at IS NOT NULL AND state <> ALL (%(final)s)
UNION ALL
SELECT id, 'left_without_a_hand_over', state FROM m
WHERE (handed_over_at IS NULL OR gateway_id IS NULL) AND state = ANY (%(left)s)
UNION ALL
SELECT id, 'never_left_but_handed_over', state FROM m
WHERE state IN ('blocked', 'cancelled', 'expired') AND handed_over_at IS NOT NULL
UNION ALL
SELECT id, 'left_behind', state FROM m
WHERE state IN ('claimed', 'handing_over')
  AND COALESCE(handed_over_at, claimed_at) < %(now)s - interval '1 hour'
UNION ALL
SELECT id, 'queued_in_an_ended_run', run_state FROM m
WHERE state = 'queued'
  AND (run_state = 'stopped' OR run_state = 'finished' AND follows_id IS NULL)
ORDER BY 1
"""  # noqa: S608
_COUNT = f"""
SELECT count(*) FROM messaging_candidate c JOIN messaging_run r ON r.id = c.run_id
WHERE r.planned_at >= %(since)s AND r.planned_at < %(until)s AND r.state <> 'planning' AND {_RUNS}
"""  # noqa: S608
_CANDIDATES = f"""
SELECT id, what FROM (
    SELECT c.id,
        CASE WHEN m.id IS NULL AND c.to_send AND r.released_at IS NOT NULL
             THEN 'to_send_without_a_message'
             WHEN m.id IS NOT NULL AND NOT c.to_send THEN 'message_of_one_not_to_send'
             WHEN m.id IS NOT NULL AND m.customer_id IS DISTINCT FROM c.customer_id
             THEN 'message_of_another_customer'
             WHEN c.reason = '' THEN 'without_a_reason'
             WHEN d.candidate_id IS NULL THEN 'without_a_decision' END AS what
    FROM messaging_candidate c
    JOIN messaging_run r ON r.id = c.run_id
    LEFT JOIN messaging_message m ON m.candidate_id = c.id AND m.follows_id IS NULL
    LEFT JOIN LATERAL (
        SELECT candidate_id FROM messaging_decision WHERE candidate_id = c.id LIMIT 1
    ) d ON true
    WHERE r.planned_at >= %(since)s AND r.planned_at < %(until)s AND r.state <> 'planning'
      AND {_RUNS}
) looked_at
WHERE what IS NOT NULL ORDER BY id
"""  # noqa: S608


def check(period: Period) -> Check:
    """Messages made in the period: final with time and reason, or open and alive."""
    check = Check("endings")
    params = {**period.params(), "left": sorted(LEFT), "final": sorted(FINAL)}
    states = dict(stream(_BY_STATE, period.params()))
    check.checked = sum(states.values())
    check.figures = {"by_state": states}
    check.violated_by(
        (f"message:{message_id}", what, detail)
        for message_id, what, detail in stream(_FAULTS, params)
    )
    return check


def check_candidates(period: Period) -> Check:
    """Every candidate has a decision and a reason; of a released run, a message or none as told."""
    check = Check("candidates")
    (check.checked,) = one(_COUNT, period.params())
    for candidate_id, what in stream(_CANDIDATES, period.params()):
        check.violated(f"candidate:{candidate_id}", what)
    return check
