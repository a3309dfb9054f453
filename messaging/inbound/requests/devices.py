"""Calls that tell of devices, worked one by one: there are few, and each is small."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import OperationalError, transaction

from messaging.gateways.webhooks.base import OfDevices
from messaging.gateways.webhooks.entries import Unreadable
from messaging.inbound import devices
from messaging.inbound.requests import store as request_store
from messaging.inbound.webhooks.registry import webhook_of
from messaging.models import InboundRequest


def work(requests: Sequence[InboundRequest], *, now: datetime) -> None:
    for request in requests:
        try:
            with transaction.atomic():
                _take(request, now=now)
        except OperationalError:
            raise
        except Unreadable as error:
            request_store.cannot_be_read(request, str(error), now=now)
        except Exception as error:
            request_store.set_aside(request, error, now=now)


def _take(request: InboundRequest, *, now: datetime) -> None:
    """Raises Unreadable."""
    webhook = webhook_of(request.gateway)
    if not isinstance(webhook, OfDevices):
        raise Unreadable("this gateway tells of no devices")
    read = webhook.devices(request_store.kept(request), request.content_type)
    devices.take(read.entries, now=now)
    count = len(read.entries)
    request_store.done(request, entries_read=count, unreadable=read.unreadable, now=now)
