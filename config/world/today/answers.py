"""People write back, on the handsets of the sandbox."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import NamedTuple

from accounts.models import ContactPoint, Loan
from accounts.rules.delinquency import habit_of
from config.world.conduct import Heard, Said, answer
from config.world.past.ledger import ZONE
from config.world.people import borrower
from messaging.inbound import sandbox_handset
from messaging.outbox.sql import fetch

LONGEST_WAIT = timedelta(minutes=71)

_ARRIVED = """
SELECT DISTINCT ON (m.id) m.contact_point_id, l.id, r.day - cl.days_past_due, c.stage, c.tone,
    m.channel, m.language, m.handed_over_at, (
        SELECT count(*) FROM messaging_candidateloan o
        JOIN messaging_message b ON b.candidate_id = o.candidate_id AND b.id < m.id
        WHERE o.loan_id = cl.loan_id AND b.state = 'delivered'
          AND b.handed_over_at > m.handed_over_at - interval '40 days')
FROM messaging_message m
JOIN messaging_run r ON r.id = m.run_id
JOIN messaging_candidate c ON c.id = m.candidate_id
JOIN messaging_candidateloan cl ON cl.candidate_id = c.id AND NOT cl.left_out
JOIN accounts_loan l ON l.id = cl.loan_id
WHERE r.day >= %s AND m.state = 'delivered' AND m.handed_over_at > %s AND m.handed_over_at <= %s
ORDER BY m.id, cl.days_past_due DESC, cl.id
"""


class _Arrived(NamedTuple):
    contact_point_id: int
    loan_id: int
    due: date
    stage: str
    tone: str
    channel: str
    language: str
    at: datetime
    before: int


def write(*, since: datetime, until: datetime) -> int:
    """What people write after `since` and not after `until`; how many answers."""
    first = since - LONGEST_WAIT
    found = fetch(_ARRIVED, first.astimezone(ZONE).date(), first, until)
    arrived = [_Arrived(*row) for row in found]
    loans = Loan.objects.select_related("customer").in_bulk([each.loan_id for each in arrived])
    said = []
    for each in arrived:
        if spoken := _answer(loans[each.loan_id], each):
            moment = each.at + spoken.wait
            if since < moment <= until:
                said.append((moment, each.contact_point_id, spoken.words))
    points = ContactPoint.objects.select_related("customer").in_bulk([pk for _at, pk, _w in said])
    for moment, pk, words in sorted(said):
        sandbox_handset.answer(points[pk], text=words, now=moment)
    return len(said)


def _answer(loan: Loan, each: _Arrived) -> Said | None:
    paid = loan.instalments_paid or 0
    late = min(loan.instalments_paid_late or 0, paid)
    heard = Heard(
        loan.loan_no,
        each.due,
        each.stage,
        each.tone,
        each.channel,
        each.language,
        each.at.astimezone(ZONE),
        each.before,
    )
    return answer(borrower(loan.customer.customer_no, habit_of(paid, late)), heard)
