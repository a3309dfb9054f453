"""Calls of customers' answers, worked in bulk; one answer that fails undoes no other's opt-out."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.db import OperationalError, transaction

from messaging.gateways import phones
from messaging.gateways.webhooks import entries
from messaging.gateways.webhooks.entries import Unreadable
from messaging.inbound import replies
from messaging.inbound.effects import STOPPING
from messaging.inbound.replies import Written
from messaging.inbound.requests import store as call_store
from messaging.inbound.webhooks.registry import webhook_of
from messaging.models import InboundCall
from messaging.replies import reading

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Said:
    """What a call of answers holds. `unreadable`: entries that are none."""

    written: Sequence[Written]
    unreadable: int

    @cached_property
    def pressing(self) -> list[Written]:
        """Those after which nothing may be sent to the number, or not before somebody has read
        them."""
        return [each for each in self.written if _presses(each.text)]


def work(calls: Sequence[InboundCall], *, now: datetime) -> None:
    """All at once; when that fails, call by call."""
    said = {call.pk: said_in(call) for call in calls}
    try:
        with transaction.atomic():
            written = [each for read in said.values() if read for each in read.written]
            replies.take_all(written, gateway=calls[0].gateway)
    except OperationalError:
        raise
    except Exception as error:
        log.warning("answers of %d calls fail together: %s", len(calls), type(error).__name__)
        said = dict.fromkeys(said)
    whole: dict[int, int] = {}
    for call in calls:
        read = said[call.pk]
        if read is None or read.unreadable:
            _take(call, now=now)  # what was taken is not taken again
        else:
            whole[call.pk] = len(read.written)
    call_store.all_done(whole, now=now)


def stop(call: InboundCall, said: Said | None, *, now: datetime) -> bool:
    """Do what a call stops or holds, and all of it if it does nothing else; whether nothing
    failed."""
    if said is None:
        return _take(call, now=now)
    pressing = said.pressing
    failed = _take_all_or_each(pressing, call=call, now=now)
    if not failed and len(pressing) == len(said.written):
        call_store.done(call, entries_read=len(pressing), unreadable=said.unreadable, now=now)
    return not failed


def _presses(text: str) -> bool:
    meant = reading.read(text)
    return not meant.harmless or bool(meant.effects & STOPPING)


def _take(call: InboundCall, *, now: datetime) -> bool:
    """Work one call; whether nothing failed."""
    try:
        said = _read(call)
    except Unreadable as error:
        call_store.cannot_be_read(call, str(error), now=now)
        return True
    except Exception as error:
        call_store.set_aside(call, error, now=now)
        return False
    failed = _take_all_or_each(said.written, call=call, now=now)
    if not failed:
        count = len(said.written)
        call_store.done(call, entries_read=count, unreadable=said.unreadable, now=now)
    return not failed


def said_in(call: InboundCall) -> Said | None:
    """None for a call that cannot be read, whatever the reason."""
    try:
        return _read(call)
    except Exception:
        return None


def _read(call: InboundCall) -> Said:
    """Received when the call was, whenever it is worked. Raises Unreadable."""
    read = webhook_of(call.gateway).replies(call_store.kept(call), call.content_type)
    region = phones.region_of(call.gateway)
    written = [
        Written(
            address=entries.address_of(answer, region=region),
            text=answer.text,
            at=call.at,
            gateway_ref=entries.reference_of(answer, call_id=call.pk, place=place),
        )
        for place, answer in enumerate(read.entries)
    ]
    return Said(written, read.unreadable)


def _take_all_or_each(written: Sequence[Written], *, call: InboundCall, now: datetime) -> int:
    """Together, else each in a savepoint of its own; how many failed."""
    try:
        replies.take_all(written, gateway=call.gateway)
    except OperationalError:
        raise
    except Exception as error:
        if len(written) == 1:
            call_store.set_aside(call, error, now=now)
            return 1
        return sum(_take_all_or_each([each], call=call, now=now) for each in written)
    return 0
