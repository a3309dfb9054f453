"""Calls of receipts, worked in bulk."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction

from messaging.gateways.webhooks.entries import InboundReceipt, Unreadable
from messaging.inbound import receipts
from messaging.inbound.requests import store as call_store
from messaging.inbound.webhooks.registry import webhook_of
from messaging.models import InboundCall

log = logging.getLogger(__name__)


def work(calls: Sequence[InboundCall], *, now: datetime) -> None:
    """All at once; when that fails, one by one, so that the others do not wait for the bad one."""
    try:
        with transaction.atomic():
            _take(calls, now=now)
    except OperationalError:
        raise
    except Exception as error:
        if len(calls) == 1:
            call_store.set_aside(calls[0], error, now=now)
            return
        log.warning("receipts of %d calls fail together: %s", len(calls), type(error).__name__)
        for call in calls:
            work([call], now=now)


def _take(calls: Sequence[InboundCall], *, now: datetime) -> None:
    incoming: list[InboundReceipt] = []
    whole: dict[int, int] = {}
    for call in calls:
        try:
            read = webhook_of(call.gateway).receipts(call_store.kept(call), call.content_type)
        except Unreadable as error:
            call_store.cannot_be_read(call, str(error), now=now)
            continue
        incoming += read.entries
        if read.unreadable:
            count = len(read.entries)
            call_store.done(call, entries_read=count, unreadable=read.unreadable, now=now)
        else:
            whole[call.pk] = len(read.entries)
    receipts.take(gateway=calls[0].gateway, incoming=incoming, now=now)
    call_store.all_done(whole, now=now)
