"""What of a push message may stand on a locked phone: looked at once more before it leaves."""

from __future__ import annotations

from messaging.content import filed, lock_screen
from messaging.gateways.base import NotSent, Outgoing

AGREED = "agreed"
"""Part of a push message's content where its customer agreed to see the text itself there."""


def shown(out: Outgoing) -> tuple[str, str]:
    """Title and body. Raises NotSent for a message that was given neither."""
    title, body = out.content.get("title", ""), out.content.get("body", "")
    if not title or not body:
        raise NotSent("field_missing")
    if out.content.get(AGREED) or not any(map(lock_screen.tells_of_debt, (title, body))):
        return title, body
    signature, _rest = filed.signed(out.text)
    language = out.language if out.language in lock_screen.BODIES else "zh-hans"
    return lock_screen.safe(title, signature=signature, words="", language=language)
