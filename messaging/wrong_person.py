"""A number that belongs to somebody else: nobody is written to or called there any more."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts import personal
from accounts.keys import keyring
from accounts.models import ContactPoint, User
from accounts.signals import contact_points_closed
from messaging.models import Suppression
from messaging.suppressions import suppress


def hash_for(point: ContactPoint, channel: str) -> bytes:
    """The hash under which this address is suppressed on a channel, maybe not its own."""
    return keyring().suppression_hash(personal.address(point), channel)


@transaction.atomic
def shield(point: ContactPoint, *, source: str, by: User | None, now: datetime) -> None:
    """The number is another's: stop texts and calls, for every customer who
    has it on file."""
    hashes = {
        channel: hash_for(point, channel)
        for channel in (("sms", "phone") if point.channel in ("sms", "phone") else (point.channel,))
    }
    for channel, address_hash in hashes.items():
        suppress(
            channel=channel,
            address_hash=address_hash,
            kind=Suppression.Kind.WRONG_PARTY,
            source=source,
            now=now,
            by=by,
        )
    points = ContactPoint.objects.filter(
        address_hash__in=hashes.values(), state=ContactPoint.State.ACTIVE
    )
    closed = set(points.order_by("pk").values_list("pk", flat=True))
    ContactPoint.objects.filter(pk__in=closed).update(state=ContactPoint.State.WRONG_PARTY)
    contact_points_closed.send(sender=ContactPoint, contact_point_ids=closed, now=now)
