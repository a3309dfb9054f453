"""A number that belongs to somebody else: nobody is written to or called there any more."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.keys import keyring
from accounts.models import ContactPoint, User
from accounts.signals import contact_points_closed
from messaging.models import Suppression
from messaging.suppression.service import Wanted, suppress_all

REACHED_BY_NUMBER = ("sms", "phone")
"""Channels that end at one telephone: whoever is wrong on the one is wrong on the other."""


def hash_for(point: ContactPoint, channel: str) -> bytes:
    """The hash under which this address is suppressed on a channel, maybe not its own. Raises
    `accounts.models.sealed.Unreadable`, for its own channel never."""
    if channel == point.channel:
        return bytes(point.address_hash)
    return keyring().suppression_hash(point.address, channel)


@transaction.atomic
def shield(point: ContactPoint, *, source: str, by: User | None, now: datetime) -> None:
    """The number is another's: stop texts and calls, for every customer who has it on file.

    One that cannot be read is stopped on its own channel; on another nobody can use it either.
    """
    readable = ContactPoint.address.field.readable(point) is not None
    channels = affected(point.channel) if readable else (point.channel,)
    hashes = {channel: hash_for(point, channel) for channel in channels}
    kind = Suppression.Kind.WRONG_PARTY
    suppress_all(
        [
            Wanted(channel, address_hash, kind, source, now, by=by)
            for channel, address_hash in hashes.items()
        ]
    )
    close(hashes.values(), sender=ContactPoint, now=now)


def affected(channel: str) -> tuple[str, ...]:
    """The channels on which a number that is wrong on this one must not be used."""
    return REACHED_BY_NUMBER if channel in REACHED_BY_NUMBER else (channel,)


def close(hashes: Collection[bytes], *, sender: type[Any], now: datetime) -> None:
    """Nobody is reached there any more, in whosever file it stands. In the caller's transaction,
    which holds the locks of suppressing."""
    active, wrong = ContactPoint.State.ACTIVE, ContactPoint.State.WRONG_PARTY
    # Said again it is announced again: somebody may have been verified there meanwhile.
    points = ContactPoint.objects.filter(address_hash__in=hashes, state__in=[active, wrong])
    closed = set(points.order_by("pk").values_list("pk", flat=True))
    ContactPoint.objects.filter(pk__in=closed, state=active).update(state=wrong)
    contact_points_closed.send(sender=sender, contact_point_ids=closed, now=now)
