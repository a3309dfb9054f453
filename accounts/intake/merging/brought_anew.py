"""Whom and what a person's file brings anew: somebody new to write to, a new loan of a customer we
know.

All of a sort are counted and in its mark; the first `ROWS_KEPT` are kept to be seen one by one.
What the installation allows a person a day on their word alone (`settings`) asks nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Mapping

from accounts.intake.merging import staging_tables
from accounts.intake.merging.customers import KnownCustomer
from accounts.models import ImportChange
from accounts.rules.money import money

ROWS_KEPT = 1_000
INSERT_ROWS = 1_000
_MARK_BYTES = 32
_SEPARATOR = "\x1f"


class Anew:
    """One sort of them in one pass over a file; `allowed`: so many ask nothing, less those that the
    person's other files have brought today (`before`)."""

    def __init__(self, allowed: int, *, before: int = 0) -> None:
        self._allowed = max(0, allowed - before)
        self._count = self._sum = 0
        self._rows: list[ImportChange] = []

    @property
    def all(self) -> int:
        """How many there are."""
        return self._count

    @property
    def count(self) -> int:
        """How many take a second person."""
        return self._count if self._count > self._allowed else 0

    def mark(self) -> bytes:
        """What they are, whatever their order; empty where nobody is asked."""
        return self._sum.to_bytes(_MARK_BYTES, "big") if self.count else b""

    def note(self, said: Iterable[str], row: ImportChange) -> None:
        """One more; `said`: what tells it from every other."""
        mark = hashlib.sha256(_SEPARATOR.join(said).encode()).digest()
        self._count += 1
        self._sum = (self._sum + int.from_bytes(mark, "big")) % 2 ** (8 * _MARK_BYTES)
        if len(self._rows) < ROWS_KEPT:
            self._rows.append(row)

    def keep(self) -> None:
        """After the last row of the file."""
        if self.count:
            ImportChange.objects.bulk_create(self._rows, batch_size=INSERT_ROWS)


class Newest:
    """Which customers were there before the file; whom its earlier rows brought are not."""

    def __init__(self) -> None:
        self._id: int | None = None

    def known(self, customers: Mapping[str, KnownCustomer]) -> dict[str, KnownCustomer]:
        """Asked of every batch, before the first of them enters."""
        if self._id is None:
            ((newest,),) = staging_tables.fetch("SELECT max(id) FROM accounts_customer", [])
            self._id = newest or 0
        return {number: each for number, each in customers.items() if each.pk <= self._id}


def largest_loans(customer_ids: Collection[int], lenders: Collection[int] | None) -> dict[int, str]:
    """What a customer's largest loan so far has outstanding, of these lenders (None: all), as it is
    shown; one query."""
    if not customer_ids:
        return {}
    found = staging_tables.fetch(
        "SELECT DISTINCT ON (customer_id) customer_id, outstanding, currency FROM accounts_loan"
        " WHERE customer_id = ANY(%s) AND (%s::bigint[] IS NULL OR lender_id = ANY(%s::bigint[]))"
        " ORDER BY customer_id, outstanding DESC",
        [list(customer_ids), *[None if lenders is None else list(lenders)] * 2],
    )
    return {pk: f"≤ {money(outstanding, currency)}" for pk, outstanding, currency in found}
