"""A customer number that is another lender's customer: two people, unless an address is the same.

Customers are known by their number alone, and lenders count by themselves. Taken together two of
them would be greeted by one name, and who works with the one lender would see the other's person;
who wanted to see one would only have to name their number.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from accounts.intake.merging import staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.customers import KnownCustomer, addresses
from accounts.intake.parsing.shapes import CellError
from accounts.keys import keyring

_LENDERS = """
SELECT customer_id, lender_id FROM accounts_loan WHERE customer_id = ANY(%s)
UNION SELECT p.customer_id, l.lender_id FROM accounts_loanparty p
    JOIN accounts_loan l ON l.id = p.loan_id WHERE p.customer_id = ANY(%s)
"""
_ADDRESSES = """
SELECT customer_id, address_hash FROM accounts_contactpoint
WHERE customer_id = ANY(%s) AND state <> 'retired'
"""


def of_another_lender(
    rows: Sequence[ReadRow], customers: Mapping[str, KnownCustomer], lenders: Mapping[str, int]
) -> dict[int, CellError]:
    """By line: of rows that bring a customer together with a loan for the first time, those whose
    number is another lender's customer, whom the row does not know how to reach. Two queries at
    most, none where every customer is new. `lenders`: code → id."""
    known = {
        read.line: (read, customer)
        for read in rows
        if (customer := customers.get(read.value.customer_no)) is not None
    }
    theirs = _by_customer(_LENDERS, {each.pk for _read, each in known.values()}, twice=True)
    others = {
        line: (read, customer)
        for line, (read, customer) in known.items()
        if theirs[customer.pk] and lenders[read.value.lender] not in theirs[customer.pk]
    }
    reached = _by_customer(_ADDRESSES, {each.pk for _read, each in others.values()})
    return {
        line: CellError("customer_no", "customer_of_another_lender")
        for line, (read, customer) in others.items()
        if not _hashes(read) & reached[customer.pk]
    }


def _hashes(read: ReadRow) -> set[object]:
    keys = keyring()
    return {
        keys.suppression_hash(address, channel)
        for channel, address, _confirmed in addresses(read.value)
    }


def _by_customer(
    query: str, customer_ids: set[int], *, twice: bool = False
) -> defaultdict[int, set[object]]:
    found: defaultdict[int, set[object]] = defaultdict(set)
    if customer_ids:
        ids = list(customer_ids)
        for pk, value in staging_tables.fetch(query, [ids, ids] if twice else [ids]):
            found[pk].add(bytes(value) if isinstance(value, memoryview) else value)
    return found
