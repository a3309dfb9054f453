"""Repayments: each reference once, off the ledger in the same transaction."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from accounts.intake import ledger, sift, workbench
from accounts.intake.batches import ReadRow
from accounts.intake.copying import copy_rows
from accounts.intake.facts import CellError, RepaymentRow
from accounts.intake.seen import Mention
from accounts.intake.tally import Tally

COLUMNS = ("reference", "loan_id", "paid_on", "amount", "recorded_at")


class Recorded(NamedTuple):
    """What a repayment says beside its reference."""

    loan_no: str
    paid_on: date
    amount: Decimal


class RepaymentMerge:
    """Takes batches of rows of a repayments file. `now` becomes their `recorded_at`."""

    def __init__(self, tally: Tally, *, now: datetime, write: bool) -> None:
        self._tally = tally
        self._now = now
        self._write = write

    def take(self, batch: Sequence[ReadRow]) -> None:
        self._tally.counts.read += len(batch)
        rows = sift.said_once(
            sift.readable(batch, self._tally),
            self._tally,
            key=lambda read: read.value.reference,
            mention=lambda read: Mention(read.line, ""),
            column="reference",
            code="duplicate_reference",
        )
        new = self._decide(rows)
        if self._write:
            self._merge(new)
        self._tally.save()

    def _decide(self, rows: Sequence[ReadRow]) -> list[tuple[RepaymentRow, int]]:
        """Count every row; the new ones come back with the id of their loan."""
        recorded = recorded_repayments(read.value.reference for read in rows)
        loans = loan_ids(read.value.loan_no for read in rows)
        new: list[tuple[RepaymentRow, int]] = []
        for read in rows:
            row = read.value
            known = recorded.get(row.reference)
            if known == Recorded(row.loan_no, row.paid_on, row.amount):
                self._tally.counts.unchanged += 1
            elif known is not None:
                self._tally.refuse(read, CellError("reference", "reference_reused"))
            elif row.loan_no not in loans:
                self._tally.refuse(read, CellError("loan_no", "unknown_loan"))
            else:
                self._tally.counts.new += 1
                new.append((row, loans[row.loan_no]))
        return new

    def _merge(self, new: Sequence[tuple[RepaymentRow, int]]) -> None:
        if not new:
            return
        copy_rows(
            "accounts_repayment",
            COLUMNS,
            ((row.reference, loan, row.paid_on, row.amount, self._now) for row, loan in new),
        )
        copy_rows(
            "intake_repayment",
            ("loan_id", "paid_on", "amount"),
            ((loan, row.paid_on, row.amount) for row, loan in new),
        )
        take_off(now=self._now)
        workbench.run("TRUNCATE intake_repayment")


def take_off(*, now: datetime) -> None:
    """Lower what is due and outstanding by the batch's repayments, never below zero."""
    since = ledger.since_figures(repayment="r", as_of="l.as_of", zone="z.timezone")
    workbench.run(
        f"""
        WITH paid AS (
            SELECT l.id, sum(r.amount) AS amount
            FROM (SELECT *, %(now)s::timestamptz AS recorded_at FROM intake_repayment) r
            JOIN accounts_loan l ON l.id = r.loan_id
            JOIN accounts_lender z ON z.id = l.lender_id
            WHERE {since}
            GROUP BY l.id
        ), changed AS (
            UPDATE accounts_loan l SET
                amount_due = GREATEST(0, l.amount_due - paid.amount),
                outstanding = GREATEST(0, l.outstanding - paid.amount),
                updated_at = %(now)s
            FROM paid WHERE l.id = paid.id
            RETURNING l.id
        )
        INSERT INTO intake_touched (loan_id) SELECT id FROM changed
        """,  # noqa: S608 - the condition is a constant of ours
        {"now": now},
    )


def recorded_repayments(references: Iterable[str]) -> dict[str, Recorded]:
    """By reference; one query."""
    found = workbench.fetch(
        """
        SELECT r.reference, l.loan_no, r.paid_on, r.amount
        FROM accounts_repayment r JOIN accounts_loan l ON l.id = r.loan_id
        WHERE r.reference = ANY(%s)
        """,
        [list(references)],
    )
    return {reference: Recorded(*said) for reference, *said in found}


def loan_ids(loan_nos: Iterable[str]) -> dict[str, int]:
    """By loan number; one query."""
    found = workbench.fetch(
        "SELECT loan_no, id FROM accounts_loan WHERE loan_no = ANY(%s)", [list(set(loan_nos))]
    )
    return dict(found)
