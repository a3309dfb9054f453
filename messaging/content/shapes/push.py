"""A push message: who has written, and where to read it. The text itself is in the lender's app,
behind its lock."""

from __future__ import annotations

from messaging.content import lock_screen
from messaging.content.shapes.told import Told


def shape(told: Told) -> dict[str, str]:
    """Title, body and link."""
    title, body = lock_screen.screen(told.subject, signature=told.signature, language=told.language)
    return {"title": title, "body": body, "link": told.link}
