"""A finished text in the shape of its channel. Pure: nothing is said here that was not approved.

email.py    subject and accessible HTML, made of the text
push.py     a lock screen, which tells of no debt, and where it leads
wechat.py   the fields of a card
"""

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
