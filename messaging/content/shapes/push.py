"""A push message: who has written, and where to read it. What anybody can read over a shoulder
tells of no debt; the text itself is in the lender's app, behind its lock."""

from __future__ import annotations

from messaging.content import lock_screen
from messaging.content.shapes.told import Told


def shape(told: Told) -> dict[str, str]:
    """Title, body and link."""
    title, body = lock_screen.safe(
        told.subject, signature=told.signature, words=told.words, language=told.language
    )
    return {"title": title, "body": body, "link": told.link}
