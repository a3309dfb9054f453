"""Whoever wishes to be called instead of texted comes to the call list when a text would have gone.

The decision keeps the text back (`wished_channel`); here the call takes its place, once per loan,
stage and occurrence, as the text would have gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import connection

from feedback.calls.limits import DUE
from feedback.models.conversation import ORDINARY
from messaging.policy.reasons import WISHED_CHANNEL

LOOK_BACK = timedelta(days=3)
"""Runs released so long ago are still looked at: an afternoon without a worker loses no call."""

# Of a released run only, since a call follows the run as its texts do. Who is held is left alone,
# and so is who has settled or was called meanwhile; who is on the list already is called for both.
_LIST = """
INSERT INTO feedback_calltask
    (customer_id, loan_id, reason, stage, cause, urgency, not_before, due_at, state, source,
     opened_at, tries, outcome)
SELECT DISTINCT ON (c.customer_id) c.customer_id, w.loan_id, 'wish', w.stage, c.cause,
       %(ordinary)s, %(now)s, %(due)s, 'open', s.source, %(now)s, 0, ''
FROM messaging_run r
JOIN messaging_candidate c ON c.run_id = r.id AND NOT c.to_send AND c.reason = %(reason)s
JOIN messaging_candidateloan w ON w.candidate_id = c.id
JOIN accounts_loan l ON l.id = w.loan_id AND l.amount_due > 0
CROSS JOIN LATERAL (SELECT 'wish:' || w.loan_id || ':' || l.due_date || ':' || w.stage
                        || ':' || w.occurrence AS source) s
WHERE r.day >= %(since)s AND r.released_at > %(since)s
  AND NOT EXISTS (SELECT FROM feedback_calltask t WHERE t.source = s.source)
  AND NOT EXISTS (SELECT FROM accounts_hold h
                  WHERE h.customer_id = c.customer_id AND h.released_at IS NULL
                    AND (h.until IS NULL OR h.until > %(now)s))
  AND NOT EXISTS (SELECT FROM messaging_call k
                  WHERE k.customer_id = c.customer_id AND k.kind = 'call'
                    AND k.begun_at > r.released_at)
ORDER BY c.customer_id, w.days_past_due DESC, w.loan_id
ON CONFLICT DO NOTHING
"""


def list_wished(now: datetime) -> int:
    """List the calls that take the place of texts; how many. Again for the same run: none."""
    with connection.cursor() as cursor:
        cursor.execute(
            _LIST,
            {
                "now": now,
                "ordinary": ORDINARY,
                "due": now + DUE["wish"],
                "reason": WISHED_CHANNEL,
                "since": now - LOOK_BACK,
            },
        )
        return int(cursor.rowcount)
