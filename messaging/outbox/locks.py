"""Row locks. Whoever decides about a customer, or stops messages to them, locks the customer first.
Then, in one statement, every message it may change: two statements of which each goes by the ids do
not go by them together, and a wave that is to leave locks the same messages.

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
# Whoever has these addresses on file or is to be written to there.
_LOCK_BEHIND = """
SELECT id FROM accounts_customer WHERE id = ANY (%(customers)s::bigint[]) OR id IN (
    SELECT customer_id FROM accounts_contactpoint WHERE address_hash = ANY (%(hashes)s::bytea[])
    UNION ALL
    SELECT customer_id FROM messaging_message
    WHERE address_hash = ANY (%(hashes)s::bytea[]) AND channel = ANY (%(channels)s::text[])
      AND state IN ('queued', 'claimed')
) ORDER BY id FOR NO KEY UPDATE
"""
_LOCK_THEIR_MESSAGES = """
SELECT id FROM messaging_message WHERE id IN (
    SELECT unnest(%(messages)s::bigint[])
    UNION ALL
    SELECT id FROM messaging_message
    WHERE customer_id = ANY (%(customers)s::bigint[]) AND state IN ('queued', 'claimed')
    UNION ALL
    SELECT id FROM messaging_message
    WHERE address_hash = ANY (%(hashes)s::bytea[]) AND state IN ('queued', 'claimed')
) ORDER BY id FOR NO KEY UPDATE
"""

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


def lock_all(
    *,
    customers: Collection[int] = (),
    hashes: Collection[bytes] = (),
    channels: Collection[str] = (),
    messages: Collection[int] = (),
) -> None:
    """Lock these customers and whoever is behind these addresses, then all that is still to leave
    to them, and `messages`; each ids ascending, until the transaction ends.

    An address has another hash on each channel.
    """
    at = list(hashes)
    rows = fetch(_LOCK_BEHIND, customers=list(customers), hashes=at, channels=list(channels))
    behind = [row[0] for row in rows]
    fetch(_LOCK_THEIR_MESSAGES, customers=behind, hashes=at, messages=list(messages))
