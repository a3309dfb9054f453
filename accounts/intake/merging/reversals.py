"""Money that went back again: a repayment taken back, once, and only as far as we took it off.

Taken in a second pass, as a file may name what goes back above what came in. Figures that held the
repayment already are the core system's to correct: the next file tells them. Adding to those would
make a due date of ours that nobody told.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import NamedTuple

from accounts.intake.merging import deduplicate, staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.copy import copy_rows
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.file_figures import Counting
from accounts.intake.merging.first_mentions import Mention
from accounts.intake.merging.foreign import Foreign
from accounts.intake.merging.ledger import Payment, is_since
from accounts.intake.parsing.shapes import CellError, RepaymentRow

COLUMNS = (
    *("reference", "loan_id", "paid_on", "amount", "recorded_at", "reverses_id", "reversed_on"),
)
OWN_NAME = " (reversed)"
"""Behind the reference of a repayment whose reversal has none of its own."""

LOOK_BACK = timedelta(days=60)
"""A reversal that names no repayment means one of these last days (P)."""


class Original(NamedTuple):
    """A repayment that may be taken back; `reversal` is the reference of what did so already."""

    pk: int
    reference: str
    loan_no: str
    loan_id: int
    paid_on: date
    amount: Decimal
    recorded_at: datetime
    as_of: datetime
    zone: str
    lender: str
    reversal: str | None
    taken: Decimal | None


class ReversalMerge:
    """Takes batches of rows of a repayments file, and heeds only those that take money back."""

    def __init__(
        self,
        tally: Tally,
        *,
        now: datetime,
        write: bool,
        counting: Counting,
        foreign: Foreign | None = None,
        ask: Callable[[Sequence[tuple[ReadRow, Original]]], None] = lambda _gone_back: None,
    ) -> None:
        """`ask`: told of what takes back a repayment that was here before the file."""
        self._tally = tally
        self._counting = counting
        self._ask = ask
        self._foreign = foreign or Foreign()
        self._now = now
        self._write = write

    def take(self, batch: Sequence[ReadRow]) -> None:
        going_back = [
            read for read in batch if isinstance(read.value, RepaymentRow) and read.value.takes_back
        ]
        self._tally.counts.read += len(going_back)
        rows = deduplicate.first_of_each(
            deduplicate.readable(self._foreign.refuse(going_back, self._tally), self._tally),
            self._tally,
            key=lambda read: f"{names(read.value)}\x1freversed",
            mention=lambda read: Mention(read.line, ""),
            column="reference",
            code="duplicate_reference",
        )
        new = self._decide(rows)
        if self._write:
            self._merge(new)
        self._tally.save()

    def _decide(self, rows: Sequence[ReadRow]) -> list[tuple[RepaymentRow, Original]]:
        """Count every row; those that take back something come back with it."""
        named = originals(names(read.value) for read in rows)
        own = recorded_reversals(read.value.reference for read in rows)
        alike = same_amounts([read.value for read in rows if names(read.value) not in named])
        in_file = {} if self._write else said_in_this_file(names(read.value) for read in rows)
        new: list[tuple[RepaymentRow, Original]] = []
        here_before: list[tuple[ReadRow, Original]] = []
        for read in rows:
            row: RepaymentRow = read.value
            original = named.get(names(row)) or (None if row.reverses else alike.get(key_of(row)))
            if original is None and names(row) in in_file:
                self._tally.counts.new += 1  # it enters with the repayment itself
                continue
            if error := refusal(row, original, own.get(row.reference.upper())):
                self._tally.refuse(read, error)
            elif original is not None and original.reversal is not None:
                self._tally.counts.unchanged += 1
            elif original is not None:
                self._tally.counts.new += 1
                self._counting.by_lender[original.lender].reversed += 1
                new.append((row, original))
                if original.recorded_at < self._now:
                    here_before.append((read, original))
        self._ask(here_before)
        return new

    def _merge(self, new: Sequence[tuple[RepaymentRow, Original]]) -> None:
        copy_rows(
            "accounts_repayment",
            COLUMNS,
            (
                (
                    *(own_reference(row, original), original.loan_id, original.paid_on),
                    *(-row.amount, self._now, original.pk, row.paid_on),
                )
                for row, original in new
            ),
        )
        copy_rows(
            "intake_reversal",
            ("loan_id", "is_since"),
            ((original.loan_id, was_taken_off(original)) for _row, original in new),
        )


def names(row: RepaymentRow) -> str:
    """The reference of what is taken back, in one case."""
    return (row.reverses or row.reference).upper()


def key_of(row: RepaymentRow) -> tuple[str, Decimal]:
    return row.loan_no, row.amount


def own_reference(row: RepaymentRow, original: Original) -> str:
    if row.reference.upper() != original.reference.upper():
        return row.reference
    return original.reference + OWN_NAME


def was_taken_off(original: Original) -> bool:
    """Whether the figures we have do not hold it yet, so that the ledger was lowered by it."""
    payment = Payment(original.recorded_at, original.paid_on, original.amount)
    return is_since(payment, as_of=original.as_of, zone=original.zone)


def refusal(row: RepaymentRow, original: Original | None, own: int | None) -> CellError | None:
    """Why a readable row takes nothing back. `own`: what its own reference took back before."""
    if original is None:
        column = "reverses" if row.reverses else "reference"
        return CellError(column, "unknown_repayment")
    if original.loan_no != row.loan_no:
        return CellError("loan_no", "repayment_of_another_loan")
    if original.reversal is not None:
        same = original.taken == row.amount and (
            original.reversal.upper() == own_reference(row, original).upper()
        )
        return None if same else CellError("reference", "taken_back_already")
    if own is not None:
        return CellError("reference", "reference_reused")
    if row.amount > original.amount:
        return CellError("amount", "more_than_came_in")
    if row.paid_on < original.paid_on:
        return CellError("paid_on", "before_it_came_in", {"day": original.paid_on.isoformat()})
    return None


FOUND = """
    SELECT r.id, r.reference, l.loan_no, l.id, r.paid_on, r.amount, r.recorded_at, l.as_of,
        z.timezone, z.code, v.reference, -v.amount
    FROM accounts_repayment r
    JOIN accounts_loan l ON l.id = r.loan_id
    JOIN accounts_lender z ON z.id = l.lender_id
    LEFT JOIN accounts_repayment v ON v.reverses_id = r.id
"""


def originals(references: Iterable[str]) -> dict[str, Original]:
    """By reference in capitals; one query."""
    found = staging_tables.fetch(
        FOUND + "WHERE UPPER(r.reference) = ANY(%s) AND r.amount > 0", [list(set(references))]
    )
    return {reference.upper(): Original(pk, reference, *rest) for pk, reference, *rest in found}


def recorded_reversals(references: Iterable[str]) -> dict[str, int]:
    """Own reference in capitals → id of what it took back; one query."""
    found = staging_tables.fetch(
        "SELECT UPPER(reference), reverses_id FROM accounts_repayment"
        " WHERE UPPER(reference) = ANY(%s) AND reverses_id IS NOT NULL",
        [[reference.upper() for reference in references]],
    )
    return dict(found)


def same_amounts(rows: Sequence[RepaymentRow]) -> dict[tuple[str, Decimal], Original]:
    """For rows that name no repayment we know: the one of that loan and amount, if it is one."""
    rows = [row for row in rows if not row.reverses]
    if not rows:
        return {}
    found = staging_tables.fetch(
        FOUND
        + """
        WHERE l.loan_no = ANY(%s) AND r.amount > 0 AND r.paid_on >= %s
        """,
        [[row.loan_no for row in rows], min(row.paid_on for row in rows) - LOOK_BACK],
    )
    by_key: dict[tuple[str, Decimal], list[Original]] = {}
    for each in map(Original._make, found):
        by_key.setdefault((each.loan_no, each.amount), []).append(each)
    return {key: some[0] for key, some in by_key.items() if len(some) == 1}


def said_in_this_file(references: Iterable[str]) -> Mapping[str, int]:
    """Repayments that stand in this file and are in no table yet: it is only being checked."""
    found = staging_tables.fetch(
        "SELECT key, line FROM intake_seen WHERE key = ANY(%s)", [list(references)]
    )
    return dict(found)
