"""Who of a lender's customers agreed to useful knowledge, and what is known of them, in batches."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from accounts.models import Lender
from accounts.rules.delinquency import habit_of
from messaging.outbox.sql import fetch
from messaging.policy.education_topics import Person

PER_BATCH = 5_000
"""Bounds the memory of planning."""

_PEOPLE = """
SELECT c.id, count(*), COALESCE(sum(l.instalments_paid), 0),
       COALESCE(sum(LEAST(l.instalments_paid_late, l.instalments_paid)), 0),
       min(l.due_date) FILTER (WHERE l.amount_due > 0), array_agg(DISTINCT l.cause)
FROM accounts_customer c
JOIN accounts_loan l ON l.customer_id = c.id AND l.lender_id = %s
WHERE c.id > %s AND c.erased_at IS NULL AND EXISTS (
    SELECT FROM accounts_consent n WHERE n.customer_id = c.id AND n.kind = 'education'
    AND n.revoked_at IS NULL)
GROUP BY c.id ORDER BY c.id LIMIT %s
"""
_WITHOUT = """
SELECT count(*) FROM accounts_customer c
WHERE c.erased_at IS NULL
  AND EXISTS (SELECT FROM accounts_loan l WHERE l.customer_id = c.id AND l.lender_id = %s)
  AND NOT EXISTS (SELECT FROM accounts_consent n WHERE n.customer_id = c.id
                  AND n.kind = 'education' AND n.revoked_at IS NULL)
"""
_HAD = """
SELECT customer_id, topic FROM messaging_educationcandidate
WHERE customer_id = ANY (%s) AND message_id IS NOT NULL ORDER BY id
"""


class Known(NamedTuple):
    """A customer, what a piece is chosen by, and the topics they had, oldest first."""

    customer_id: int
    person: Person
    had: tuple[str, ...]


def batches(lender: Lender, *, today: date, size: int = PER_BATCH) -> Iterator[list[Known]]:
    """All of them, by id. Two queries a batch."""
    after = 0
    while rows := fetch(_PEOPLE, lender.pk, after, size):
        had: dict[int, tuple[str, ...]] = {}
        for customer_id, topic in fetch(_HAD, [row[0] for row in rows]):
            had[customer_id] = (*had.get(customer_id, ()), topic)
        yield [
            Known(
                pk,
                Person(
                    habit=habit_of(int(paid), int(late)).value,
                    loans=loans,
                    instalments_paid=int(paid),
                    days_to_due=(due - today).days if due else None,
                    causes=frozenset(causes),
                ),
                had.get(pk, ()),
            )
            for pk, loans, paid, late, due, causes in rows
        ]
        after = rows[-1][0]


def without_consent(lender: Lender) -> int:
    """How many of the lender's customers have not agreed to any."""
    return int(fetch(_WITHOUT, lender.pk)[0][0])
