"""What a relay's words say of a mailbox (RFC 3463). Pure."""

from __future__ import annotations

import re

MAILBOX_GONE = "mailbox_gone"
"""There is no such mailbox, now or ever: one such bounce is enough."""

COMPLAINED = "blacklisted"
"""The reader pressed “spam” (RFC 5965): as good as an opt-out."""

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_GONE = {("1", "1"), ("1", "2"), ("1", "3"), ("1", "6"), ("1", "10"), ("2", "1")}
"""Bad mailbox, bad system, bad syntax, moved, null MX; mailbox disabled."""


def means_gone(said: str) -> bool:
    """Whether a permanent status in it is about a mailbox that does not exist."""
    found = _STATUS.search(said)
    return found is not None and found[1] == "5" and (found[2], found[3]) in _GONE


def status_in(said: str) -> str:
    """The enhanced status, as 5.1.1; empty when there is none."""
    found = _STATUS.search(said)
    return found[0] if found else ""
