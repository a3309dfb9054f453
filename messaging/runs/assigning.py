"""The groups of a released run: every episode that would be written to, in its arm, once."""

from decimal import Decimal

from django.db import connection

from messaging.models import Run

# A loan that is in a group already stays there: the first release of its episode counts. What a
# trial has is of the contact arm, written to or not, or the control group would grow by it.
_ASSIGN = """
INSERT INTO messaging_assignment (
    run_id, lender_id, customer_id, loan_id, due_date, day, at, arm, share, stage, tone, cause,
    language, habit, channel, template_version_id, currency, amount_due, days_past_due,
    trial_id, trial_arm
)
SELECT c.run_id, r.lender_id, c.customer_id, l.loan_id, r.day - l.days_past_due, r.day,
       r.released_at, CASE WHEN c.trial_id IS NULL THEN c.arm ELSE 'contact' END, %(share)s,
       l.stage, c.tone, c.cause, c.language, c.habit, t.channel, c.template_version_id, c.currency,
       l.amount_due, l.days_past_due, d.trial_id, d.trial_arm
FROM messaging_run r
JOIN messaging_candidate c ON c.run_id = r.id
JOIN messaging_candidateloan l ON l.candidate_id = c.id
JOIN messaging_templateversion v ON v.id = c.template_version_id
JOIN messaging_template t ON t.id = v.template_id
JOIN LATERAL (
    SELECT NULL::bigint AS trial_id, NULL::smallint AS trial_arm
    UNION ALL
    SELECT c.trial_id, c.trial_arm WHERE c.trial_id IS NOT NULL
) d ON true
WHERE r.id = %(run)s AND c.eligible
ORDER BY l.loan_id
ON CONFLICT DO NOTHING
"""


def assign(run: Run, *, control_share: Decimal) -> int:
    """Within the transaction that releases the run; how many episodes entered a group."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, {"run": run.pk, "share": control_share})
        return int(cursor.rowcount)
