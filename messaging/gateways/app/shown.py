"""What of a push message may stand on a locked phone: looked at once more before it leaves."""

from __future__ import annotations

from messaging.content import filed, lock_screen
from messaging.gateways.base import NotSent, Outgoing


def shown(out: Outgoing) -> tuple[str, str]:
    """Title and body. Raises NotSent for a message that was given neither."""
    title, body = out.content.get("title", ""), out.content.get("body", "")
    if not title or not body:
        raise NotSent("field_missing")
    if out.content.get(lock_screen.AGREED) == lock_screen.YES:
        return title, body
    signature, _rest = filed.signed(out.text)
    language = out.language if out.language in lock_screen.BODIES else "zh-hans"
    return lock_screen.screen(title, body, signature=signature, language=language)
