"""By which channels a customer can ask to be reminded, and be kept to: texts and calls always, any
other that has an address of theirs in use and over which something can be sent."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime

from accounts.models import ContactPoint, Customer
from accounts.models.choices import Channel

ALWAYS = (Channel.SMS.value, Channel.PHONE.value)

SENDING: list[Callable[[datetime], Collection[str]]] = []
"""Who sends registers here which channels are written on now."""


def ways_of(customer: Customer, now: datetime) -> tuple[str, ...]:
    """In the order of the channels, texts and calls first."""
    written = {channel for sends in SENDING for channel in sends(now)}
    points = ContactPoint.objects.filter(customer=customer, state=ContactPoint.State.ACTIVE)
    reached = written.intersection(points.values_list("channel", flat=True))
    return (*ALWAYS, *(each for each in Channel.values if each in reached and each not in ALWAYS))
