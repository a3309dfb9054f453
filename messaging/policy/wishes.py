"""What a customer asked for: hours, kept to as far as the policy's windows allow, and a channel."""

from __future__ import annotations

from functools import cache
from types import MappingProxyType

from .parts import Window
from .timetable import Timetable, day_spans

DAY_PARTS = MappingProxyType(
    {"morning": "08:00-12:00", "afternoon": "12:00-18:00", "evening": "18:00-21:00"}
)
"""What may be asked for, on every day of the week, on the recipient's clock."""

CHANNELS = ("sms", "phone", "email", "wechat", "push")
"""The channels on which this product reaches people. Who asks for one is not contacted by another
on our initiative. A wish that cannot be kept to, for want of an address or a gateway, is not among
the facts (messaging.decisions.facts.customers) and changes nothing."""


@cache
def wished_table(wish: str) -> Timetable | None:
    """The open hours of a wish; None for a word that is no part of the day."""
    window = DAY_PARTS.get(wish)
    if window is None:
        return None
    return Timetable(day_spans(((Window.parse(window),),) * 7), exceptions={})
