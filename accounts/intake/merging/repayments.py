"""Repayments: each reference once, off the ledger in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from accounts.intake.merging import deduplicate, staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.copy import copy_rows
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.first_mentions import Mention
from accounts.intake.merging.foreign import Foreign
from accounts.intake.merging.ledger import Payment, is_since
from accounts.intake.merging.spoilt_numbers import LostZeros, rounded
from accounts.intake.parsing.rows import not_of_currency
from accounts.intake.parsing.shapes import CellError, RepaymentRow
from accounts.rules.currencies import can_be_paid

COLUMNS = ("reference", "loan_id", "paid_on", "amount", "recorded_at")


class Recorded(NamedTuple):
    """What a repayment says beside its reference."""

    loan_no: str
    paid_on: date
    amount: Decimal


class PaidLoan(NamedTuple):
    """A loan money came in for, the moment and zone of its figures, and their currency."""

    pk: int
    as_of: datetime
    zone: str
    currency: str


class RepaymentMerge:
    """Takes batches of rows of a repayments file. `now` becomes their `recorded_at`.

    `some_go_back`: there were rows of money that went back, which it leaves to `ReversalMerge`.
    """

    some_go_back = False

    def __init__(
        self, tally: Tally, *, now: datetime, write: bool, foreign: Foreign | None = None
    ) -> None:
        self._tally = tally
        self._foreign = foreign or Foreign()
        self._now = now
        self._write = write
        self._lost_zeros = LostZeros("accounts_repayment", "reference")

    def take(self, batch: Sequence[ReadRow]) -> None:
        whole = len(batch)
        batch = [read for read in batch if not takes_back(read)]
        self.some_go_back = self.some_go_back or len(batch) < whole
        self._tally.counts.read += len(batch)
        batch = self._foreign.refuse(batch, self._tally)
        rows = deduplicate.first_of_each(
            deduplicate.readable(batch, self._tally),
            self._tally,
            key=lambda read: read.value.reference.upper(),
            mention=lambda read: Mention(read.line, ""),
            column="reference",
            code="duplicate_reference",
        )
        new = self._decide(rows)
        if self._write:
            self._merge(new)
        self._tally.save()

    def _decide(self, rows: Sequence[ReadRow]) -> list[tuple[RepaymentRow, PaidLoan]]:
        """Count every row; the new ones come back with their loan."""
        recorded = recorded_repayments(read.value.reference for read in rows)
        loans = paid_loans(read.value.loan_no for read in rows)
        unknown = {
            read.value.reference for read in rows if read.value.reference.upper() not in recorded
        }
        spoilt = dict.fromkeys(self._lost_zeros.among(unknown), "zeros_lost")
        spoilt |= dict.fromkeys(rounded(unknown), "number_rounded")
        new: list[tuple[RepaymentRow, PaidLoan]] = []
        for read in rows:
            row = read.value
            known = recorded.get(row.reference.upper())
            if known == Recorded(row.loan_no, row.paid_on, row.amount):
                self._tally.counts.unchanged += 1
            elif known is not None:
                self._tally.refuse(read, CellError("reference", "reference_reused"))
            elif row.reference in spoilt:
                self._tally.refuse(read, CellError("reference", spoilt[row.reference]))
            elif row.loan_no not in loans:
                self._tally.refuse(read, CellError("loan_no", "unknown_loan"))
            elif not can_be_paid(row.amount, currency := loans[row.loan_no].currency):
                error = CellError("amount", "currency_decimals", not_of_currency(currency))
                self._tally.refuse(read, error)
            else:
                self._tally.counts.new += 1
                new.append((row, loans[row.loan_no]))
        return new

    def _merge(self, new: Sequence[tuple[RepaymentRow, PaidLoan]]) -> None:
        if not new:
            return
        rows = ((row.reference, loan.pk, row.paid_on, row.amount, self._now) for row, loan in new)
        copy_rows("accounts_repayment", COLUMNS, rows)
        taken = ((loan.pk, row.amount, self._is_since(row, loan)) for row, loan in new)
        copy_rows("intake_repayment", ("loan_id", "amount", "is_since"), taken)

    def _is_since(self, row: RepaymentRow, loan: PaidLoan) -> bool:
        payment = Payment(self._now, row.paid_on, row.amount)
        return is_since(payment, as_of=loan.as_of, zone=loan.zone)


def take_off(*, now: datetime) -> None:
    """Reckon anew what is due of the loans the file paid for, or took money back from."""
    staging_tables.run("ANALYZE intake_repayment")
    staging_tables.run(RECKON, [now])
    staging_tables.run(
        """
        INSERT INTO intake_touched (loan_id)
        SELECT loan_id FROM intake_repayment WHERE is_since
        UNION SELECT loan_id FROM intake_reversal WHERE is_since
        """
    )


# The figures as told, less every repayment since that was not taken back; never below zero.
# `is_since` of the ledger, in SQL.
RECKON = """
    UPDATE accounts_loan l SET
        amount_due = GREATEST(0, COALESCE(l.told_due, l.amount_due) - paid.amount),
        outstanding = GREATEST(0, COALESCE(l.told_outstanding, l.outstanding) - paid.amount),
        told_due = CASE WHEN paid.amount > 0 THEN COALESCE(l.told_due, l.amount_due) END,
        told_outstanding = CASE WHEN paid.amount > 0
            THEN COALESCE(l.told_outstanding, l.outstanding) END,
        updated_at = %s
    FROM (
        SELECT t.id, (
            SELECT COALESCE(sum(r.amount + COALESCE(v.amount, 0)), 0)
            FROM accounts_repayment r
            LEFT JOIN accounts_repayment v ON v.reverses_id = r.id
            WHERE r.loan_id = t.id AND r.amount > 0 AND r.recorded_at > t.as_of
              AND r.paid_on >= (t.as_of AT TIME ZONE z.timezone)::date
        ) AS amount
        FROM accounts_loan t JOIN accounts_lender z ON z.id = t.lender_id
        WHERE t.id IN (
            SELECT loan_id FROM intake_repayment WHERE is_since
            UNION SELECT loan_id FROM intake_reversal WHERE is_since
        )
    ) paid
    WHERE l.id = paid.id
"""


def takes_back(read: ReadRow) -> bool:
    """Money that went back: taken in the second pass (reversals)."""
    return isinstance(read.value, RepaymentRow) and read.value.takes_back


def recorded_repayments(references: Iterable[str]) -> dict[str, Recorded]:
    """By reference in capitals; one query."""
    found = staging_tables.fetch(
        """
        SELECT r.reference, l.loan_no, r.paid_on, r.amount
        FROM accounts_repayment r JOIN accounts_loan l ON l.id = r.loan_id
        WHERE UPPER(r.reference) = ANY(%s)
        """,
        [[reference.upper() for reference in references]],
    )
    return {reference.upper(): Recorded(*said) for reference, *said in found}


def paid_loans(loan_nos: Iterable[str]) -> dict[str, PaidLoan]:
    """By loan number; one query."""
    found = staging_tables.fetch(
        """
        SELECT l.loan_no, l.id, l.as_of, z.timezone, l.currency
        FROM accounts_loan l JOIN accounts_lender z ON z.id = l.lender_id
        WHERE l.loan_no = ANY(%s)
        """,
        [list(set(loan_nos))],
    )
    return {loan_no: PaidLoan(*known) for loan_no, *known in found}
