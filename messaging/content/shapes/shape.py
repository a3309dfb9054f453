"""The shape a channel gives a finished text."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from messaging.content.shapes import email, push, wechat
from messaging.content.shapes.told import Told

_SHAPES: Mapping[str, Callable[[Told], dict[str, str]]] = {
    "email": email.shape,
    "push": push.shape,
    "wechat": wechat.shape,
}

NOTHING: Mapping[str, str] = {}


def shape(channel: str, told: Told) -> Mapping[str, str]:
    """What a driver of this channel is given beside the text; nothing for SMS."""
    make = _SHAPES.get(channel)
    return make(told) if make else NOTHING
