"""Finding messages that went out about a loan that was paid in full on an earlier day.

One statement for as many loans as an import announces at once. Only messages since the oldest of
the new payments are read, by the index the caps use.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import connection

from messaging.models.message_states import LEFT, MessageState

# A message counts from the moment it may have left; one that certainly did not arrive does not.
REACHED = LEFT - {MessageState.UNDELIVERED}

# "Paid in full by then": what was recorded since the run was planned, and is dated before the day
# of the message, covers what the message asked for. Planning knew everything recorded earlier.
_FIND = """
WITH fresh AS (
    SELECT r.loan_id, min(r.paid_on) AS paid_on, max(r.id) AS last_id
    FROM accounts_repayment r
    WHERE r.loan_id = ANY (%(loans)s) AND r.recorded_at = %(now)s AND r.amount > 0
    GROUP BY r.loan_id
), sent AS (
    SELECT m.id AS message_id, m.candidate_id, fresh.loan_id, l.customer_id, fresh.last_id,
           m.handed_over_at, cl.amount_due, ru.planned_at,
           (m.handed_over_at AT TIME ZONE z.timezone)::date AS day
    FROM fresh
    JOIN accounts_loan l ON l.id = fresh.loan_id
    JOIN accounts_lender z ON z.id = l.lender_id
    CROSS JOIN LATERAL (
        SELECT * FROM messaging_message m
        WHERE m.customer_id = l.customer_id
          AND m.claimed_at >= (fresh.paid_on + 1)::timestamp AT TIME ZONE z.timezone
        OFFSET 0
    ) m
    JOIN messaging_candidateloan cl ON cl.candidate_id = m.candidate_id
        AND cl.loan_id = fresh.loan_id AND NOT cl.left_out
    JOIN messaging_run ru ON ru.id = m.run_id
    WHERE m.state = ANY (%(reached)s) AND m.handed_over_at < %(now)s
)
INSERT INTO feedback_unduemessage
    (message_id, loan_id, customer_id, repayment_id, whole, handed_over_at, found_at, state, note)
SELECT sent.message_id, sent.loan_id, sent.customer_id, sent.last_id,
       (SELECT count(*) = 1 FROM messaging_candidateloan x
        WHERE x.candidate_id = sent.candidate_id AND NOT x.left_out),
       sent.handed_over_at, %(now)s, 'open', ''
FROM sent
WHERE sent.amount_due <= (
    SELECT sum(r.amount) FROM accounts_repayment r
    WHERE r.loan_id = sent.loan_id AND r.recorded_at > sent.planned_at AND r.paid_on < sent.day
)
ORDER BY sent.message_id, sent.loan_id
ON CONFLICT (message_id, loan_id) DO NOTHING
RETURNING message_id, whole
"""

# A message about several loans is wholly undue when every one of them had been paid.
_WHOLE = """
UPDATE feedback_unduemessage u SET whole = true
WHERE u.message_id = ANY (%(messages)s) AND NOT u.whole AND NOT EXISTS (
    SELECT FROM messaging_message m
    JOIN messaging_candidateloan cl ON cl.candidate_id = m.candidate_id AND NOT cl.left_out
    WHERE m.id = u.message_id AND NOT EXISTS (
        SELECT FROM feedback_unduemessage x
        WHERE x.message_id = m.id AND x.loan_id = cl.loan_id
    )
)
"""


def find(loan_ids: Collection[int], *, now: datetime) -> int:
    """List what the repayments recorded at `now` for these loans show; how many it found.

    Call it in the transaction that recorded them. The same again finds nothing more.
    """
    if not loan_ids:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(_FIND, {"loans": list(loan_ids), "now": now, "reached": list(REACHED)})
        found = cursor.fetchall()
        in_part = [message_id for message_id, whole in found if not whole]
        if in_part:
            cursor.execute(_WHOLE, {"messages": in_part})
    return len(found)
