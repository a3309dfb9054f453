"""The last step of a strategy's cell may be a call: who still owes when its hours are over comes to
the call list, once.

Whoever is held, has answered or was called since, wishes texts only, or is on the list already, is
left alone; hours and caps are judged when somebody dials, as of every call.
"""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from feedback.calls.limits import DUE
from feedback.models.conversation import ORDINARY
from messaging.dispatch import next_channel

_LIST = """
INSERT INTO feedback_calltask
    (customer_id, loan_id, reason, stage, cause, urgency, not_before, due_at, state, source,
     opened_at, tries, outcome)
SELECT DISTINCT ON (c.customer_id) c.customer_id, w.loan_id, 'plan', w.stage, c.cause,
       %(ordinary)s, %(now)s, %(due)s, 'open', 'plan:' || c.id, %(now)s, 0, ''
FROM messaging_candidate c
JOIN messaging_candidateloan w ON w.candidate_id = c.id AND NOT w.left_out
JOIN accounts_loan l ON l.id = w.loan_id AND l.amount_due > 0
JOIN messaging_run r ON r.id = c.run_id AND r.day - w.days_past_due = l.due_date
JOIN accounts_customer p ON p.id = c.customer_id AND p.wished_channel <> 'sms'
WHERE c.id = ANY (%(candidates)s)
  AND NOT EXISTS (SELECT FROM feedback_calltask t WHERE t.source = 'plan:' || c.id)
  AND NOT EXISTS (SELECT FROM accounts_hold h
                  WHERE h.customer_id = c.customer_id AND h.released_at IS NULL
                    AND (h.until IS NULL OR h.until > %(now)s))
  AND NOT EXISTS (SELECT FROM messaging_call k
                  WHERE k.customer_id = c.customer_id AND k.kind = 'call'
                    AND k.begun_at > r.released_at)
  AND NOT EXISTS (SELECT FROM messaging_reply a
                  WHERE a.customer_id = c.customer_id AND a.received_at > r.released_at)
ORDER BY c.customer_id, w.days_past_due DESC, w.loan_id
ON CONFLICT DO NOTHING
"""


def list_planned(now: datetime) -> int:
    """List the calls that plans end with; how many. Again, or by another worker: none."""
    with transaction.atomic():
        messages, candidates = next_channel.calls_due(now=now)
        if not messages:
            return 0
        with connection.cursor() as cursor:
            cursor.execute(
                _LIST,
                {
                    "candidates": candidates,
                    "now": now,
                    "ordinary": ORDINARY,
                    "due": now + DUE["plan"],
                },
            )
            listed = int(cursor.rowcount)
        next_channel.looked_at(messages)
        return listed
