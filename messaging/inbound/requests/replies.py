"""Calls of customers' answers, worked in bulk; one answer that fails undoes no other's opt-out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.db import OperationalError, transaction

from accounts.keys import keyring
from messaging.gateways import phones
from messaging.gateways.webhooks import entries
from messaging.gateways.webhooks.entries import InboundReceipt, Unreadable
from messaging.inbound import receipts, replies
from messaging.inbound.effects import STOPPING
from messaging.inbound.replies import Written
from messaging.inbound.requests import store as request_store
from messaging.inbound.webhooks.registry import webhook_of
from messaging.models import Gateway, InboundRequest
from messaging.replies import reading
from messaging.suppression import carrier_codes

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What a request of answers holds. `unreadable`: entries that are none."""

    written: Sequence[Written]
    unreadable: int
    receipts: Sequence[InboundReceipt] = ()
    ended: Sequence[str] = field(default=(), repr=False)

    @cached_property
    def pressing(self) -> list[Written]:
        """Those after which nothing may be sent to the number, or not before somebody has read
        them."""
        meant = reading.read_all([each.text for each in self.written])
        return [each for each, read in zip(self.written, meant, strict=True) if _presses(read)]


def work(requests: Sequence[InboundRequest], *, now: datetime) -> None:
    """All at once; when that fails, request by request."""
    said = {request.pk: said_in(request) for request in requests}
    try:
        with transaction.atomic():
            gateway, reads = requests[0].gateway, [read for read in said.values() if read]
            written = [each for read in reads for each in read.written]
            _lock_all(reads, gateway=gateway)
            replies.take_all(written, gateway=gateway, channel=gateway.channel)
            _take_the_rest(reads, gateway=gateway, now=now)
    except OperationalError:
        raise
    except Exception as error:
        log.warning("answers of %d requests fail together: %s", len(requests), type(error).__name__)
        said = dict.fromkeys(said)
    whole: dict[int, int] = {}
    for request in requests:
        read = said[request.pk]
        if read is None or read.unreadable:
            _take(request, now=now)  # what was taken is not taken again
        else:
            whole[request.pk] = len(read.written)
    request_store.all_done(whole, now=now)


def stop(request: InboundRequest, said: Said | None, *, now: datetime) -> bool:
    """Do what a request stops or holds, and all of it if it does nothing else; whether nothing
    failed."""
    if said is None:
        return _take(request, now=now)
    pressing = said.pressing
    _lock_all([said], gateway=request.gateway)
    _take_the_rest([said], gateway=request.gateway, now=now)
    failed = _take_all_or_each(pressing, request=request, now=now)
    if not failed and len(pressing) == len(said.written):
        request_store.done(request, entries_read=len(pressing), unreadable=said.unreadable, now=now)
    return not failed


def _presses(meant: reading.Reading) -> bool:
    return not meant.harmless or bool(meant.effects & STOPPING)


def _take(request: InboundRequest, *, now: datetime) -> bool:
    """Work one request; whether nothing failed."""
    try:
        said = _read(request)
    except Unreadable as error:
        request_store.cannot_be_read(request, str(error), now=now)
        return True
    except Exception as error:
        request_store.set_aside(request, error, now=now)
        return False
    _lock_all([said], gateway=request.gateway)
    _take_the_rest([said], gateway=request.gateway, now=now)
    failed = _take_all_or_each(said.written, request=request, now=now)
    if not failed:
        count = len(said.written)
        request_store.done(request, entries_read=count, unreadable=said.unreadable, now=now)
    return not failed


def _lock_all(reads: Sequence[Said], *, gateway: Gateway) -> None:
    """At once what all of it needs: where answers come with something else, what is taken first has
    locked messages when the second would lock customers."""
    if not any(read.written for read in reads) or not any(
        read.receipts or read.ended for read in reads
    ):
        return
    keys, channel = keyring(), gateway.channel
    told = {address for read in reads for address in read.ended}
    told |= {each.address for read in reads for each in read.written}
    receipts.lock_with(
        {(channel, keys.suppression_hash(address, channel)) for address in told},
        [receipt for read in reads for receipt in read.receipts],
        gateway=gateway,
    )


def _take_the_rest(reads: Sequence[Said], *, gateway: Gateway, now: datetime) -> None:
    """What came beside the answers; again changes nothing."""
    ended = {address for read in reads for address in read.ended}
    if ended:
        keys, channel = keyring(), gateway.channel
        hashes = {keys.suppression_hash(address, channel) for address in ended}
        carrier_codes.give_up(channel, hashes, now=now)
    found = [receipt for read in reads for receipt in read.receipts]
    receipts.take(gateway=gateway, incoming=found, now=now)


def said_in(request: InboundRequest) -> Said | None:
    """None for a request that cannot be read, whatever the reason."""
    try:
        return _read(request)
    except Exception:
        return None


def _read(request: InboundRequest) -> Said:
    """Received when the request was, whenever it is worked. Raises Unreadable."""
    read = webhook_of(request.gateway).replies(request_store.kept(request), request.content_type)
    region = phones.region_of(request.gateway)
    written = [
        Written(
            address=entries.address_of(answer, region=region, channel=request.gateway.channel),
            text=answer.text,
            at=request.at,
            gateway_ref=entries.reference_of(answer, call_id=request.pk, place=place),
        )
        for place, answer in enumerate(read.entries)
    ]
    return Said(written, read.unreadable, read.receipts, read.ended)


def _take_all_or_each(written: Sequence[Written], *, request: InboundRequest, now: datetime) -> int:
    """Together, else each in a savepoint of its own; how many failed."""
    try:
        channel = request.gateway.channel
        replies.take_all(written, gateway=request.gateway, channel=channel)
    except OperationalError:
        raise
    except Exception as error:
        if len(written) == 1:
            request_store.set_aside(request, error, now=now)
            return 1
        return sum(_take_all_or_each([each], request=request, now=now) for each in written)
    return 0
