"""A message as its channel shows it, on screens of ours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from messaging import labels
from messaging.content.placeholders import registered
from messaging.content.shapes.seen import Seen, seen


def as_seen(
    channel: str, content: Mapping[str, str], *, shown: Callable[[str], str] = str
) -> Seen | None:
    """For `messaging/as_seen.html`: fields of a card under their names; None for a text message."""
    found = seen(channel, content, shown=shown)
    if found is None:
        return None
    known = registered()
    return replace(
        found,
        fields=tuple(
            [
                (labels.placeholder(known[name]) if name in known else name, value)
                for name, value in found.fields
            ]
        ),
    )
