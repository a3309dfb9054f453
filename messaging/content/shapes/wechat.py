"""A WeChat card: the values of the text by their names, which the gateway's settings map to the
fields of a template that WeChat has approved."""

from __future__ import annotations

from messaging.content.shapes.told import Told


def shape(told: Told) -> dict[str, str]:
    """The values, the signature, and a link."""
    return {
        **{name: str(value) for name, value in told.values.items() if value},
        "signature": told.signature,
        "title": told.subject,
        "link": told.link,
    }
