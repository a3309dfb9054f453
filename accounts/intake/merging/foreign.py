"""Rows about a loan of a lender whose files somebody else brings: refused, whatever they say."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from accounts.intake.merging import staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.counts import Tally
from accounts.intake.parsing.shapes import CellError, LoanRow, RepaymentRow


class Foreign:
    """Knows the lenders a file may be about, by id; None: all."""

    def __init__(self, lenders: Collection[int] | None = None) -> None:
        self._lenders = lenders

    def refuse(self, batch: Sequence[ReadRow], tally: Tally) -> Sequence[ReadRow]:
        """The rows that are left. One query, none where the file may be about all."""
        if self._lenders is None:
            return batch
        foreign = self._among(
            {each.value.loan_no for each in batch if isinstance(each.value, LoanRow | RepaymentRow)}
        )
        left = []
        for read in batch:
            if isinstance(read.value, LoanRow | RepaymentRow) and read.value.loan_no in foreign:
                tally.refuse(read, CellError("loan_no", "other_lender"))
            else:
                left.append(read)
        return left

    def _among(self, loan_nos: Collection[str]) -> set[str]:
        found = staging_tables.fetch(
            "SELECT loan_no FROM accounts_loan WHERE loan_no = ANY(%s) AND lender_id <> ALL(%s)",
            [list(loan_nos), list(self._lenders or ())],
        )
        return {loan_no for (loan_no,) in found}
