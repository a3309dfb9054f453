"""A push message: who has written, and where to read it. The text itself is in the lender's app,
behind its lock, unless the customer agreed that a locked phone shows it."""

from __future__ import annotations

from messaging.content import lock_screen
from messaging.content.shapes.told import Told


def shape(told: Told) -> dict[str, str]:
    """Title, body and link; and that the customer agreed, for whoever looks once more."""
    if told.open_screen:
        title = (told.subject or told.signature)[: lock_screen.LONGEST_TITLE]
        agreed = {lock_screen.AGREED: lock_screen.YES}
        return {"title": title, "body": told.words, "link": told.link, **agreed}
    title, body = lock_screen.screen(told.subject, signature=told.signature, language=told.language)
    return {"title": title, "body": body, "link": told.link}
