"""What a carrier's codes do to an address: black-listed is an opt-out; gone or dead is given up.

Rule for a dead number (ours, no statute): "no such number" for messages of three different days
within 90 days, and nothing delivered in between. Numbers are handed out anew, and centres err.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import OperationalError
from django.utils import timezone

from accounts.models import ContactPoint
from accounts.signals import contact_points_closed
from messaging.gateways.base import Outcome, Result
from messaging.gateways.codes import Meaning, meaning
from messaging.models import Message, Suppression
from messaging.models.message_states import MessageState
from messaging.outbox.locks import customers_behind, lock_all, lock_customers, lock_messages
from messaging.suppression.service import suppress

log = logging.getLogger(__name__)

DAYS_UNTIL_DEAD = 3
DEAD_WITHIN = timedelta(days=90)
_OUTCOMES = (MessageState.DELIVERED, MessageState.UNDELIVERED, MessageState.REFUSED)

Address = tuple[str, bytes]
"""Channel and suppression hash."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A message that failed with a code that says something of its number. `source`: on what a
    suppression rests, as `receipt:17`."""

    message_id: int
    code: str
    source: str


def telling(code: str) -> bool:
    """Whether a code says anything of the number at all."""
    return meaning(code) is not Meaning.NOTHING


def lock_all_for(
    telling: Collection[int],
    *,
    messages: Collection[int],
    addresses: Collection[Address] = (),
) -> None:
    """Lock what is needed to move `messages` and to heed what `telling` ones of them say of their
    numbers, or what comes from `addresses`: whoever is behind them first, as everywhere."""
    said = {*_addresses(telling).values(), *addresses} if telling else set(addresses)
    if said:
        hashes, channels = {at for _channel, at in said}, {channel for channel, _at in said}
        lock_all(hashes=hashes, channels=channels, messages=messages)
    else:
        lock_messages(messages)


def apply(failures: Sequence[Failure], *, now: datetime) -> None:
    """Suppress the black-listed, give up the dead. In the caller's transaction; again changes
    nothing."""
    if not failures:
        return
    addresses = _addresses({failure.message_id for failure in failures})
    doubtful, gone = set(), set()
    for failure in failures:
        address = addresses.get(failure.message_id)
        if address is None:
            continue
        if meaning(failure.code) is Meaning.BLACK_LISTED:
            _suppress(address, source=failure.source, now=now)
        elif meaning(failure.code) is Meaning.GONE:
            gone.add(address)
        else:
            doubtful.add(address)
    for channel, hashes in _by_channel(gone | _dead(doubtful, now=now)).items():
        give_up(channel, hashes, now=now)


def refusals(outcomes: Iterable[Outcome]) -> list[Failure]:
    """What a gateway's refusals say of numbers."""
    return [
        Failure(outcome.message_id, outcome.error_code, f"message:{outcome.message_id}")
        for outcome in outcomes
        if outcome.result == Result.REFUSED and telling(outcome.error_code)
    ]


def heeding(outcomes: Iterable[Outcome], store: Callable[[Sequence[Failure]], None]) -> None:
    """Have `store` note these outcomes and apply what they say of numbers, in one transaction.

    When locks for the latter cannot be had it notes the outcomes alone: a number that is missed
    here is refused with the same code the next time.
    """
    told = refusals(outcomes)
    if told:
        try:
            store(told)
            return
        except OperationalError as error:
            log.warning("codes of %d refusals not heeded: %s", len(told), type(error).__name__)
    store([])


def _suppress(address: Address, *, source: str, now: datetime) -> None:
    channel, address_hash = address
    suppress(
        channel=channel,
        address_hash=address_hash,
        kind=Suppression.Kind.CARRIER,
        source=source,
        now=now,
    )


def _dead(addresses: Collection[Address], *, now: datetime) -> set[Address]:
    """Those whose last messages failed as "no such number" on enough different days."""
    rows = (
        Message.objects.filter(
            address_hash__in={address_hash for _channel, address_hash in addresses},
            claimed_at__gte=now - DEAD_WITHIN,
            state__in=_OUTCOMES,
        )
        .order_by("-claimed_at", "-pk")
        .values_list("channel", "address_hash", "state", "error_code", "claimed_at")
    )
    days: dict[Address, set[object]] = defaultdict(set)
    reached: set[Address] = set()
    for channel, address_hash, state, code, claimed_at in rows:
        address = (channel, bytes(address_hash))
        if state == MessageState.DELIVERED:
            reached.add(address)  # what failed before that proves nothing any more
        elif address not in reached and meaning(code) is Meaning.NO_SUCH_NUMBER:
            days[address].add(timezone.localdate(claimed_at))
    return {
        address
        for address, failed_on in days.items()
        if address in addresses and len(failed_on) >= DAYS_UNTIL_DEAD
    }


def give_up(channel: str, hashes: Collection[bytes], *, now: datetime) -> None:
    """Nobody is reached at these any more, until somebody confirms or names them again."""
    lock_customers(set().union(*customers_behind(hashes).values()))
    points = ContactPoint.objects.filter(
        channel=channel, address_hash__in=hashes, state=ContactPoint.State.ACTIVE
    )
    closed = set(points.order_by("pk").values_list("pk", flat=True))
    if closed:
        ContactPoint.objects.filter(pk__in=closed).update(state=ContactPoint.State.UNREACHABLE)
        contact_points_closed.send(sender=ContactPoint, contact_point_ids=closed, now=now)


def _addresses(message_ids: Collection[int]) -> dict[int, Address]:
    rows = Message.objects.filter(pk__in=message_ids)
    return {
        pk: (channel, bytes(address_hash))
        for pk, channel, address_hash in rows.values_list("pk", "channel", "address_hash")
    }


def _by_channel(addresses: Iterable[Address]) -> dict[str, set[bytes]]:
    found: dict[str, set[bytes]] = defaultdict(set)
    for channel, address_hash in addresses:
        found[channel].add(address_hash)
    return found
