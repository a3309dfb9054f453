"""Codes to pay with that rows name, beside those that their loans have."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from accounts.intake.merging import staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.known_loans import KnownLoan
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import LoanInstalment
from accounts.privacy.errors import PrivacyError
from accounts.privacy.masks import HIDDEN

SHOWN = 4


def of_row(row: LoanRow) -> frozenset[str]:
    """Codes alone: a link leads to the lender's own host."""
    return frozenset(each.pay_with for each in row.instalments if is_code(each.pay_with))


def is_code(pay_with: str) -> bool:
    return bool(pay_with) and "/" not in pay_with


def tail(code: str) -> str:
    """As much of it as tells two apart."""
    return f"{HIDDEN}{code[-SHOWN:]}"


def known(rows: Sequence[ReadRow], loans: Mapping[str, KnownLoan]) -> dict[int, frozenset[str]]:
    """By loan, of those whose rows name any; one query, none where no row does."""
    ids = [
        loan.pk
        for read in rows
        if of_row(read.value) and (loan := loans.get(read.value.loan_no)) is not None
    ]
    found: defaultdict[int, set[str]] = defaultdict(set)
    if ids:
        for pk, loan_id, sealed in staging_tables.fetch(
            "SELECT id, loan_id, pay_with_enc FROM accounts_loaninstalment"
            " WHERE loan_id = ANY(%s) AND pay_with_enc IS NOT NULL",
            [ids],
        ):
            found[loan_id].update(filter(is_code, [_opened(sealed, pk)]))
    return {pk: frozenset(codes) for pk, codes in found.items()}


def _opened(sealed: memoryview, pk: int) -> str:
    """One that cannot be read was another."""
    try:
        return str(LoanInstalment.pay_with.field.open(sealed, pk))
    except PrivacyError:
        return ""
