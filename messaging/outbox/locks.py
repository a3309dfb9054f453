"""Row locks. Whoever decides about a customer, or stops messages to them, locks the customer first.

A number may stand in several customers' files; all of them are locked, so that caps per number and
opt-outs hold under any number of workers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from messaging.outbox.sql import fetch

_BEHIND = (
    "SELECT address_hash, customer_id FROM accounts_contactpoint WHERE address_hash = ANY (%s)"
)
_LOCK_CUSTOMERS = (
    "SELECT id FROM accounts_customer WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
)
_LOCK_MESSAGES = (
    "SELECT id FROM messaging_message WHERE id = ANY (%s) ORDER BY id FOR NO KEY UPDATE"
)

STOPS = 0x68_75_61_6E
"""Advisory lock: shared by the commit that puts a wave on the wire, alone by an emergency stop."""


def customers_behind(address_hashes: Collection[bytes]) -> dict[bytes, set[int]]:
    """Customers in whose files each address stands."""
    behind: dict[bytes, set[int]] = defaultdict(set)
    for address_hash, customer_id in fetch(_BEHIND, list(address_hashes)):
        behind[bytes(address_hash)].add(customer_id)
    return behind


def lock_customers(customer_ids: Collection[int], *, skip_locked: bool = False) -> set[int]:
    """Lock these customers, ids ascending, until the transaction ends; the ids that are locked.

    `skip_locked`: leave out whom somebody else has, instead of waiting.
    """
    locking = _LOCK_CUSTOMERS + (" SKIP LOCKED" if skip_locked else "")
    return {row[0] for row in fetch(locking, list(customer_ids))}


def lock_messages(ids: Collection[int]) -> None:
    """Lock messages, ids ascending as everybody does, until the transaction ends."""
    fetch(_LOCK_MESSAGES, list(ids))
