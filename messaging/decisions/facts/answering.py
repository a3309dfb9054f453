"""What an answer is made from: the customer's own loans, and what it answers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import NamedTuple

from messaging.content import placeholders
from messaging.content.chosen import Chosen
from messaging.decisions.facts.rows import LoanRow, StagedLoan
from messaging.outbox.sql import fetch
from messaging.policy.together import told_together

_LOANS = """
SELECT customer_id, lender_id, id FROM accounts_loan
WHERE customer_id = ANY (%s) AND amount_due > 0 ORDER BY due_date, id
"""
_ANSWERED = """
SELECT a.message_id, r.received_at, a.day, a.amount, a.currency FROM messaging_answer a
JOIN messaging_reply r ON r.id = a.reply_id WHERE a.message_id = ANY (%s)
"""

LOAN_GROUP = "loan"


def loans_to_name(customer_ids: Collection[int]) -> dict[tuple[int, int], tuple[StagedLoan, ...]]:
    """Loans with something due by (customer, lender). An answer is of no stage. One query."""
    found: dict[tuple[int, int], list[StagedLoan]] = defaultdict(list)
    for customer_id, lender_id, loan_id in fetch(_LOANS, list(customer_ids)):
        found[customer_id, lender_id].append(StagedLoan(loan_id, "", 0))
    return {key: tuple(loans) for key, loans in found.items()}


class Answered(NamedTuple):
    """`at`: when the reply came in that a message answers; `chosen`: by who answered it."""

    at: datetime
    chosen: Chosen


def answered(message_ids: Collection[int]) -> dict[int, Answered]:
    """What each of these messages answers, and with what. One query."""
    rows = fetch(_ANSWERED, list(message_ids))
    return {pk: Answered(at, Chosen(day, amount, code)) for pk, at, day, amount, code in rows}


def speaks_of_loans(body: str) -> bool:
    """Whether the text has a figure, a date or the name of a loan in it."""
    found = (placeholders.find(name) for name in placeholders.names(body))
    return any(entry is not None and entry.group == LOAN_GROUP for entry in found)


def loans_of_text(body: str, loans: Iterable[LoanRow], today: date) -> Sequence[LoanRow]:
    """The loans the text is about: of those with something due the one due first, and all of its
    currency and standing. For a text that speaks of none, a loan that says nothing."""
    if speaks_of_loans(body):
        return told_together([loan for loan in loans if loan.amount_due > 0], today)
    return [_saying_nothing(today)]


def _saying_nothing(today: date) -> LoanRow:
    long_ago = datetime.min.replace(tzinfo=UTC)
    nothing = Decimal(0)
    return LoanRow(0, 0, "", "", "CNY", nothing, nothing, today, long_ago, 0, 0, "unknown")
