"""A push message: who has written, and where to read it. What anybody can read over a shoulder
tells of no debt; the text itself is in the lender's app, behind its lock."""

from __future__ import annotations

from messaging.content.shapes.told import Told

BODIES = {
    "zh-hans": "您有一条新消息，请打开应用查看。",
    "zh-hant": "您有一則新訊息，請開啟應用程式查看。",
    "en": "You have a new message. Open the app to read it.",
}


def shape(told: Told) -> dict[str, str]:
    """Title, body and link."""
    return {
        "title": told.subject or told.signature,
        "body": BODIES[told.language],
        "link": told.link,
    }
