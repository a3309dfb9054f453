"""The groups of a released plan of useful knowledge: who would get a piece, in its arm."""

from django.db import connection

from messaging.models import EducationPlan

# What is counted of them is what is repaid on the loan that falls due next; of what is settled, or
# overdue, the nearest.
_ASSIGN = """
INSERT INTO messaging_assignment (
    education_id, lender_id, customer_id, loan_id, due_date, day, at, arm, share, stage, tone,
    cause, language, habit, channel, template_version_id, currency, amount_due, days_past_due
)
SELECT p.id, p.lender_id, c.customer_id, l.id, l.due_date, p.day, p.released_at, c.arm,
       p.control_share, '', '', 'unknown', c.language, c.habit, c.channel, c.template_version_id,
       l.currency, l.amount_due, p.day - l.due_date
FROM messaging_educationplan p
JOIN messaging_educationcandidate c ON c.plan_id = p.id AND c.eligible
JOIN LATERAL (
    SELECT l.id, l.due_date, l.currency, l.amount_due FROM accounts_loan l
    WHERE l.customer_id = c.customer_id AND l.lender_id = p.lender_id
    ORDER BY l.outstanding > 0 DESC, l.due_date < p.day, abs(l.due_date - p.day), l.id LIMIT 1
) l ON true
WHERE p.id = %s
ORDER BY l.id
"""


def assign(plan: EducationPlan) -> int:
    """Within the transaction that releases the plan; how many customers entered a group."""
    with connection.cursor() as cursor:
        cursor.execute(_ASSIGN, [plan.pk])
        return int(cursor.rowcount)
