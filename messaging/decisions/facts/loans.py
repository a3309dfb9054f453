"""Loans as the ledger stands now, and which had their text in this stage."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from messaging.decisions.facts.rows import LoanRow, StagedLoan
from messaging.models.message_reasons import LEFT_ALL_THE_SAME
from messaging.models.message_states import CONTACTS
from messaging.outbox.sql import fetch

LOAN_COLUMNS = (
    "id",
    "customer_id",
    "loan_no",
    "product",
    "currency",
    "outstanding",
    "amount_due",
    "due_date",
    "as_of",
    "instalments_paid",
    "instalments_paid_late",
    "cause",
    "officer_name",
)

_LOANS = f"SELECT {', '.join(LOAN_COLUMNS)} FROM accounts_loan WHERE id = ANY (%s)"  # noqa: S608

# A loan comes back to the same stage with every instalment, so the due date tells them apart.
# OFFSET 0 keeps the condition on the state outside: the statistics of a run that has just begun
# know of no message in these states, and would have all of them read first.
_REMINDED = """
SELECT DISTINCT k.loan_id, k.stage, k.occurrence, m.candidate_id
FROM unnest(%s::bigint[], %s::text[], %s::int[], %s::date[])
     AS k (loan_id, stage, occurrence, due_date)
CROSS JOIN LATERAL (
    SELECT m.candidate_id, m.state, m.reason FROM messaging_candidateloan cl
    JOIN messaging_message m ON m.candidate_id = cl.candidate_id
    JOIN messaging_run r ON r.id = m.run_id
    WHERE cl.loan_id = k.loan_id AND cl.stage = k.stage AND cl.occurrence = k.occurrence
      AND r.day - cl.days_past_due = k.due_date AND NOT cl.left_out
    OFFSET 0
) m
WHERE m.state = ANY (%s) OR m.reason = ANY (%s)
"""


class Reminders(NamedTuple):
    """Ids of the candidates by whose messages, on whatever channel, a loan was reminded of, by
    loan, stage and occurrence."""

    candidates: dict[StagedLoan, set[int]]

    def reminded(self, loan: StagedLoan, *, apart_from: int | None = None) -> bool:
        """Whether this stage had its text, not counting the candidate `apart_from`."""
        by = self.candidates.get(loan)
        return bool(by) and by != {apart_from}


def loans(ids: Collection[int]) -> dict[int, LoanRow]:
    """Loans by id. One query."""
    return {row.id: row for row in loan_rows(fetch(_LOANS, list(ids)))}


def loan_rows(rows: Iterable[tuple[Any, ...]]) -> Iterator[LoanRow]:
    """Rows of LOAN_COLUMNS; an unknown history counts as none, more late than paid as all late."""
    for row in rows:
        loan = LoanRow(*row)
        paid, late = loan.instalments_paid, loan.instalments_paid_late
        if paid is None or late is None or late > paid:
            paid = paid or 0
            loan = loan._replace(instalments_paid=paid, instalments_paid_late=min(late or 0, paid))
        yield loan


def reminders(wanted: Collection[tuple[StagedLoan, date]]) -> Reminders:
    """Which of these loans (with their due dates) had a text that may have arrived. One query."""
    found: dict[StagedLoan, set[int]] = {}
    rows = fetch(
        _REMINDED,
        [loan.loan_id for loan, _due in wanted],
        [loan.stage for loan, _due in wanted],
        [loan.occurrence for loan, _due in wanted],
        [due for _loan, due in wanted],
        list(CONTACTS),
        list(LEFT_ALL_THE_SAME),
    )
    for loan_id, stage, occurrence, candidate_id in rows:
        found.setdefault(StagedLoan(loan_id, stage, occurrence), set()).add(candidate_id)
    return Reminders(found)
