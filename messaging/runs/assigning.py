"""The groups of a released run: every episode that would be written to, in its arm, once."""

from decimal import Decimal

from django.db import connection

from messaging.models import Run

# A loan that is in a group already stays there: the first release of its episode counts. What a
# trial has is of the contact arm, written to or not, or the control group would grow by it.
#
# The hour is known when the run is released, and found the same way in both arms: who is not
# written to stands in the line of the tranches like the others, and takes no place in it. Sent at
# once, it is that of the release. Where a trial names hours for its arms, the control group has no
# such hours to compare with, so the cell is told apart by hour in neither.
_ASSIGN = """
WITH leaving AS (
    SELECT c.id, CASE
        WHEN r.send_at_once THEN r.released_at
        ELSE GREATEST(w.moment, max(m.not_before) OVER (ORDER BY w.moment, c.id
                                                        ROWS UNBOUNDED PRECEDING))
        END AT TIME ZONE COALESCE((cu.timezones)[1], n.timezone) AS at
    FROM messaging_candidate c
    JOIN messaging_run r ON r.id = c.run_id
    JOIN accounts_lender n ON n.id = r.lender_id
    JOIN accounts_customer cu ON cu.id = c.customer_id
    LEFT JOIN messaging_message m ON m.candidate_id = c.id AND m.follows_id IS NULL
    CROSS JOIN LATERAL (
        SELECT GREATEST(r.released_at,
                        CASE WHEN c.to_send THEN c.until ELSE c.would_leave_at END) AS moment
    ) w
    WHERE c.run_id = %(run)s AND c.eligible
), named AS (
    SELECT t.stage, t.tone, t.cause FROM messaging_trial t JOIN messaging_run r ON r.id = %(run)s
    WHERE t.lender_id = r.lender_id AND t.effective_from <= r.released_at
      AND (t.ended_at IS NULL OR t.ended_at > r.released_at)
      AND EXISTS (SELECT FROM jsonb_array_elements_text(t.arm_hours) h WHERE h <> '')
)
INSERT INTO messaging_assignment (
    run_id, lender_id, customer_id, loan_id, due_date, day, at, hour, arm, share, stage, tone,
    cause, language, habit, channel, template_version_id, currency, amount_due, days_past_due,
    trial_id, trial_arm
)
SELECT c.run_id, r.lender_id, c.customer_id, l.loan_id, r.day - l.days_past_due, r.day,
       r.released_at,
       CASE WHEN NOT EXISTS (SELECT FROM named n WHERE n.stage = c.stage AND n.tone = c.tone
                             AND n.cause IN (c.cause, 'unknown'))
            THEN extract(hour FROM e.at) END,
       CASE WHEN c.trial_id IS NULL THEN c.arm ELSE 'contact' END, %(share)s,
       l.stage, c.tone, c.cause, c.language, c.habit, t.channel, c.template_version_id, c.currency,
       l.amount_due, l.days_past_due, d.trial_id, d.trial_arm
FROM messaging_run r
JOIN messaging_candidate c ON c.run_id = r.id
JOIN leaving e ON e.id = c.id
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
    """Within the transaction that releases the run, its messages queued; how many episodes entered
    a group."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, {"run": run.pk, "share": control_share})
        return int(cursor.rowcount)
