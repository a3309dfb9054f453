"""Devices on which a customer has the lender's app: told by the app's own server, never by staff.

A device is one customer's at a time: who signs in on it takes it over. One that was given up for
being gone is reached again when the app tells of it; one that was somebody else's is not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.keys import keyring
from accounts.models import ContactPoint, Customer
from accounts.signals import contact_points_closed
from messaging.gateways.webhooks.entries import InboundDevice
from messaging.outbox.locks import customers_behind, lock_customers
from messaging.suppression import carrier_codes

CHANNEL = "push"
State = ContactPoint.State


@transaction.atomic
def take(devices: Sequence[InboundDevice], *, now: datetime) -> int:
    """Keep them; how many are of a customer we have. Again changes nothing."""
    keys = keyring()
    last = {keys.suppression_hash(each.address, CHANNEL): each for each in devices}
    gone = {address_hash for address_hash, each in last.items() if not each.customer_no}
    if gone:
        carrier_codes.give_up(CHANNEL, gone, now=now)
    named = {address_hash: each for address_hash, each in last.items() if each.customer_no}
    numbers = {each.customer_no for each in named.values()}
    customers = Customer.objects.filter(customer_no__in=numbers, erased_at=None, merged_into=None)
    ids = dict(customers.values_list("customer_no", "pk"))
    owned = {h: each for h, each in named.items() if each.customer_no in ids}
    if not owned:
        return 0
    lock_customers({*ids.values(), *set().union(*customers_behind(set(owned)).values())})
    known = {
        (point.customer_id, bytes(point.address_hash)): point
        for point in ContactPoint.objects.filter(channel=CHANNEL, address_hash__in=owned)
    }
    _leave_others([p for (c, h), p in known.items() if ids[owned[h].customer_no] != c], now=now)
    for address_hash, each in owned.items():
        customer_id = ids[each.customer_no]
        _keep(known.get((customer_id, address_hash)), customer_id, each, address_hash, now)
    return len(owned)


def _leave_others(points: Sequence[ContactPoint], *, now: datetime) -> None:
    left = {point.pk for point in points if point.state == State.ACTIVE}
    if left:
        ContactPoint.objects.filter(pk__in=left).update(state=State.RETIRED, retired_at=now)
        contact_points_closed.send(sender=ContactPoint, contact_point_ids=left, now=now)


def _keep(
    point: ContactPoint | None,
    customer_id: int,
    device: InboundDevice,
    address_hash: bytes,
    now: datetime,
) -> None:
    if point is None:
        ContactPoint.objects.create(
            customer_id=customer_id,
            channel=CHANNEL,
            address=device.address,
            address_index=ContactPoint.address.field.index(device.address),
            address_hash=address_hash,
            seen_at=now,
        )
    elif point.state in (State.UNREACHABLE, State.RETIRED):
        point.state, point.seen_at = State.ACTIVE, now
        point.retired_at, point.retired_why = None, ""
        point.save(update_fields=["state", "seen_at", "retired_at", "retired_why"])
