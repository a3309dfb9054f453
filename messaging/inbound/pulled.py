"""Receipts that carriers are asked for: what their push lost, and hand-overs whose end is unclear.

A carrier that has texts on file knows no repeated call, so an unclear outcome is settled here, by
what the carrier says became of that very message, and never by sending again.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import ContactPoint
from accounts.models.sealed import Unreadable
from messaging.gateways.filed.driver import FiledDriver, Sent
from messaging.gateways.permit import Clock
from messaging.gateways.registry.drivers import NoDriver, driver_for
from messaging.gateways.registry.providers import PROVIDERS
from messaging.inbound import receipts
from messaging.models import Gateway, Message
from messaging.models.message_states import MessageState

log = logging.getLogger(__name__)

AT_ONCE = 50
"""Questions in one round to one carrier, which allows some dozens a second."""

UNCLEAR_AFTER = timedelta(seconds=90)
"""Longer than any call may take: what a carrier then does not know, it may still come to know."""

SILENT_AFTER = timedelta(minutes=15)
"""Most pushed receipts have come by then."""

ASKED_FOR = timedelta(days=3)
"""As long as both carriers tell of a message by its number."""


def pull(*, clock: Clock) -> int:
    """Ask every carrier that can be asked; how many receipts came."""
    asked = [code for code, provider in PROVIDERS.items() if provider.files_texts]
    gateways = Gateway.objects.filter(driver__in=asked, state__in=("approved", "retired"))
    return sum(_pull(gateway, clock) for gateway in gateways)


def _pull(gateway: Gateway, clock: Clock) -> int:
    sent = _unheard(gateway, now=clock.now())
    if not sent:
        return 0
    try:
        driver = driver_for(gateway, clock)
        if not isinstance(driver, FiledDriver):
            return 0
        found = driver.pull(sent)
    except NoDriver:
        return 0
    except Exception as error:
        log.warning("gateway %s tells nothing: %s", gateway.code, type(error).__name__)
        return 0
    receipts.take(gateway=gateway, incoming=found, now=clock.now())
    return len(found)


def _unheard(gateway: Gateway, *, now: datetime) -> Sequence[Sent]:
    """Another some each time: what a carrier cannot tell is in nobody's way."""
    recent = Message.objects.filter(
        gateway=gateway,
        created_at__gt=now - ASKED_FOR * 2,  # rows stand in the order of time
        handed_over_at__gt=now - ASKED_FOR,
    )
    unclear = recent.filter(state=MessageState.UNKNOWN, handed_over_at__lte=now - UNCLEAR_AFTER)
    silent = recent.filter(state=MessageState.ACCEPTED, handed_over_at__lte=now - SILENT_AFTER)
    messages = (unclear | silent).select_related("contact_point").order_by("?")[:AT_ONCE]
    return [sent for message in messages if (sent := _sent(message))]


def _sent(message: Message) -> Sent | None:
    """None where number or text cannot be read, or are no more."""
    point: ContactPoint | None = message.contact_point
    if point is None or message.handed_over_at is None:
        return None
    try:
        address, text = point.address, message.body
    except Unreadable:
        return None
    if not address:
        return None
    return Sent(
        message_id=message.pk,
        address=address,
        text=text or "",
        handed_over_at=message.handed_over_at,
        gateway_ref=message.gateway_ref,
    )
