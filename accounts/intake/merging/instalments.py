"""Instalments enter with the figures of their loan, and those of older figures go."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.intake.merging import staging_tables
from accounts.intake.merging.copy import copy_rows
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import LoanInstalment
from accounts.models.sealed import draw_ids

COLUMNS = ("loan_no", "id", "number", "due_date", "principal", "interest", "fee", "pay_with_enc")
_ENTER = """
    INSERT INTO accounts_loaninstalment
        (id, loan_id, number, due_date, principal, interest, fee, pay_with_enc)
    SELECT s.id, l.id, s.number, s.due_date, s.principal, s.interest, s.fee, s.pay_with_enc
    FROM intake_instalment s JOIN accounts_loan l USING (loan_no)
"""
_GO = "DELETE FROM accounts_loaninstalment WHERE loan_id IN (SELECT id FROM intake_loan)"


def lay_aside(rows: Iterable[LoanRow]) -> None:
    """What these rows, which enter, say of instalments."""
    told = [(row.loan_no, each) for row in rows for each in row.instalments]
    ids = draw_ids(LoanInstalment, len(told))
    seal = LoanInstalment.pay_with.field.seal
    copy_rows(
        "intake_instalment",
        COLUMNS,
        [
            (
                *(loan_no, pk, each.number, each.due_date),
                *(each.principal, each.interest, each.fee),
                seal(each.pay_with, pk) if each.pay_with else None,
            )
            for pk, (loan_no, each) in zip(ids, told, strict=True)
        ],
    )


def drop_old() -> None:
    """Of loans whose new figures were laid aside: before these are taken over."""
    staging_tables.run(_GO)


def merge() -> None:
    """Once all loans have entered."""
    staging_tables.run(_ENTER)
