"""Calls of receipts, worked in bulk."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction

from messaging.gateways.webhooks.entries import InboundReceipt, Unreadable
from messaging.inbound import receipts
from messaging.inbound.requests import store as request_store
from messaging.inbound.webhooks.registry import webhook_of
from messaging.models import InboundRequest

log = logging.getLogger(__name__)


def work(requests: Sequence[InboundRequest], *, now: datetime) -> None:
    """All at once; when that fails, one by one, so that the others do not wait for the bad one."""
    try:
        with transaction.atomic():
            _take(requests, now=now)
    except OperationalError:
        raise
    except Exception as error:
        if len(requests) == 1:
            request_store.set_aside(requests[0], error, now=now)
            return
        log.warning(
            "receipts of %d requests fail together: %s", len(requests), type(error).__name__
        )
        for request in requests:
            work([request], now=now)


def _take(requests: Sequence[InboundRequest], *, now: datetime) -> None:
    incoming: list[InboundReceipt] = []
    whole: dict[int, int] = {}
    for request in requests:
        try:
            read = webhook_of(request.gateway).receipts(
                request_store.kept(request), request.content_type
            )
        except Unreadable as error:
            request_store.cannot_be_read(request, str(error), now=now)
            continue
        incoming += read.entries
        if read.unreadable:
            count = len(read.entries)
            request_store.done(request, entries_read=count, unreadable=read.unreadable, now=now)
        else:
            whole[request.pk] = len(read.entries)
    receipts.take(gateway=requests[0].gateway, incoming=incoming, now=now)
    request_store.all_done(whole, now=now)
