"""What may stand in the way of a contact: holds, suppressions, earlier contacts."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Q

from accounts.models import Hold
from messaging.models import Suppression
from messaging.models.message import CONTACTS
from messaging.policy.facts import BOTH, HoldFacts, PastContact
from messaging.policy.model import Policy

A_DAY_AND_MORE = 48
"""Hours that surely cover the recipient's calendar day, for caps per day."""

_CONTACTS = """
SELECT id, customer_id, address_hash, channel, COALESCE(handed_over_at, claimed_at)
FROM messaging_message
WHERE customer_id = ANY (%s) AND claimed_at >= %s AND state = ANY (%s)
UNION
SELECT id, customer_id, address_hash, channel, COALESCE(handed_over_at, claimed_at)
FROM messaging_message
WHERE address_hash = ANY (%s) AND claimed_at >= %s AND state = ANY (%s)
ORDER BY 5, 1
"""


def holds(customer_ids: Collection[int], now: datetime) -> dict[int, tuple[HoldFacts, ...]]:
    """Holds in force by customer, those about one loan included. One query."""
    rows = (
        Hold.objects.filter(
            Q(until=None) | Q(until__gt=now),
            customer__in=customer_ids,
            released_at=None,
        )
        .order_by("pk")
        .values_list("customer_id", "pk", "kind", "starts_at", "until", "loan_id")
    )
    found: dict[int, tuple[HoldFacts, ...]] = {}
    for customer_id, pk, kind, starts_at, until, loan_id in rows:
        hold = HoldFacts(pk, kind, starts_at, until, loan_id)
        found[customer_id] = (*found.get(customer_id, ()), hold)
    return found


def suppressions(address_hashes: Collection[bytes]) -> dict[tuple[str, bytes], str]:
    """Kind of the suppression in force by (channel, address hash). One query."""
    rows = Suppression.objects.filter(address_hash__in=address_hashes, lifted_at=None).values_list(
        "channel", "address_hash", "kind"
    )
    return {(channel, bytes(address)): kind for channel, address, kind in rows}


class Contacts:
    """Earlier contacts of a batch's customers and addresses."""

    def __init__(self, rows: list[tuple]) -> None:
        self._by_customer: dict[int, list[tuple]] = {}
        self._by_address: dict[bytes, list[tuple]] = {}
        for pk, customer_id, address, channel, at in rows:
            row = (pk, customer_id, bytes(address), channel, at)
            if customer_id is not None:
                self._by_customer.setdefault(customer_id, []).append(row)
            self._by_address.setdefault(row[2], []).append(row)

    def of(
        self, *, customer_id: int | None, address: bytes | None, apart_from: int | None
    ) -> tuple[PastContact, ...]:
        """Contacts with this customer or at this address, oldest first."""
        mine = self._by_customer.get(customer_id, ()) if customer_id is not None else ()
        theirs = self._by_address.get(address, ()) if address is not None else ()
        if not mine and not theirs:
            return ()
        rows = {row[0]: row for row in (*mine, *theirs) if row[0] != apart_from}
        return tuple(
            PastContact(at=row[4], channel=row[3], scope=_scope(row, customer_id, address))
            for row in sorted(rows.values(), key=lambda row: (row[4], row[0]))
        )


def contacts(
    *, customer_ids: Collection[int], address_hashes: Collection[bytes], since: datetime
) -> Contacts:
    """What left, or may have left, since then. One query."""
    states = list(CONTACTS)
    with connection.cursor() as cursor:
        cursor.execute(
            _CONTACTS,
            [list(customer_ids), since, states, list(address_hashes), since, states],
        )
        return Contacts(cursor.fetchall())


def longest_period(policy: Policy) -> timedelta:
    """How far back contacts count for any cap or gap of the policy."""
    hours = [cap.hours or A_DAY_AND_MORE for cap in policy.caps]
    return timedelta(hours=max([*hours, policy.minimum_gap_hours, A_DAY_AND_MORE]))


def _scope(row: tuple, customer_id: int | None, address: bytes | None) -> str:
    if row[1] != customer_id:
        return "address"
    return BOTH if row[2] == address else "customer"
