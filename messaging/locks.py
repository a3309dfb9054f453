"""Row locks. Whoever decides about a customer, or stops messages to them, locks the customer first.

A number may stand in several customers' files; all of them are locked, so that caps per number and
opt-outs hold under any number of workers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from accounts.models import ContactPoint, Customer
from messaging.models import Message

STOPS = 0x68_75_61_6E
"""Advisory lock: shared by the commit that puts a wave on the wire, alone by an emergency stop."""


def customers_behind(address_hashes: Collection[bytes]) -> dict[bytes, set[int]]:
    """Customers in whose files each address stands."""
    behind: dict[bytes, set[int]] = defaultdict(set)
    rows = ContactPoint.objects.filter(address_hash__in=address_hashes)
    for address_hash, customer_id in rows.values_list("address_hash", "customer_id"):
        behind[bytes(address_hash)].add(customer_id)
    return behind


def lock_customers(customer_ids: Collection[int], *, skip_locked: bool = False) -> set[int]:
    """Lock these customers, ids ascending, until the transaction ends; the ids that are locked.

    `skip_locked`: leave out whom somebody else has, instead of waiting.
    """
    rows = Customer.objects.select_for_update(no_key=True, skip_locked=skip_locked)
    return set(rows.filter(pk__in=customer_ids).order_by("pk").values_list("pk", flat=True))


def lock_messages(ids: Collection[int]) -> None:
    """Lock messages, ids ascending as everybody does, until the transaction ends."""
    rows = Message.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk")
    list(rows.values_list("pk", flat=True))
