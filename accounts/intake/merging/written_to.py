"""How a customer we know is called and written to, changed by a file that a person uploads.

Texts begin with the name and the salutation, are in the customer's language, and are firmer to who
often paid late: one person alone changes none of it. The usual salutations are nobody's harm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from accounts.intake.merging import staging_tables
from accounts.intake.merging.known_loans import KnownLoan
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import Customer, ImportChange
from accounts.privacy.errors import PrivacyError
from accounts.privacy.hiding import hides
from accounts.privacy.masks import HIDDEN, mask_name

What = ImportChange.What

ORDINARY = frozenset(
    (
        *("", "先生", "女士", "小姐", "太太", "夫人", "老师", "同学", "客户", "用户"),
        *("小姐/女士", "先生/女士", "老師", "客戶", "用戶"),
        *("mr", "ms", "mrs", "miss", "mx", "dr", "sir", "madam"),
    )
)
"""Salutations, without a stop behind them, that need no second person."""


@hides("name", "salutation")
class Called(NamedTuple):
    """`name` None: it cannot be read."""

    name: str | None
    salutation: str
    language: str


@hides("before", "after", "said")
class Otherwise(NamedTuple):
    """One thing a row says otherwise; `said`: what tells this change from another."""

    what: str
    before: str
    after: str
    said: str


def known(customer_ids: Sequence[int]) -> dict[int, Called]:
    """As we have them; one query."""
    if not customer_ids:
        return {}
    found = staging_tables.fetch(
        "SELECT id, name_enc, salutation, language FROM accounts_customer WHERE id = ANY(%s)",
        [list(customer_ids)],
    )
    return {pk: Called(_opened(name, pk), *rest) for pk, name, *rest in found}


def of_person(row: LoanRow, before: Called) -> Iterator[Otherwise]:
    if row.name != before.name:
        masked = HIDDEN if before.name is None else mask_name(before.name)
        yield Otherwise(What.NAME, masked, mask_name(row.name), _of(row, row.name))
    if row.salutation != before.salutation and not _is_ordinary(row.salutation):
        said = _of(row, row.salutation)
        yield Otherwise(What.NAME, before.salutation or "—", row.salutation, said)
    if row.language != before.language:
        yield Otherwise(What.LANGUAGE, before.language, row.language, _of(row, row.language))


def of_loan(row: LoanRow, loan: KnownLoan) -> Iterator[Otherwise]:
    """More instalments paid late than were paid since, or more than one since the last file."""
    if row.instalments_paid_late is None or loan.paid_late is None:
        return
    later = row.instalments_paid_late - loan.paid_late
    paid = (row.instalments_paid or 0) - (loan.paid or 0)
    if later > min(1, max(0, paid)):
        before, after = (f"{each}" for each in (loan.paid_late, row.instalments_paid_late))
        yield Otherwise(What.LATE, before, after, f"{row.loan_no}\x1f{after}")


def _of(row: LoanRow, value: str) -> str:
    return f"{row.customer_no}\x1f{value}"


def _is_ordinary(salutation: str) -> bool:
    return salutation.strip().rstrip(".").casefold() in ORDINARY


def _opened(sealed: memoryview, pk: int) -> str | None:
    try:
        return Customer.name.field.open(sealed, pk)
    except PrivacyError:
        return None
