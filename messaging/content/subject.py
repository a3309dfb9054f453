"""The subject of an e-mail, or the title of a push message: short, and nothing of the debt in it.

It is read on lock screens and over shoulders, so it names the lender at most, and neither an amount
nor a date: there is nothing in it to be read back.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from messaging.content.render import RenderError, parse, render

CHANNELS = frozenset({"email", "push", "wechat"})
"""Those whose messages have one."""

ALLOWED = frozenset({"lender"})
LONGEST = 80  # characters, as written
_FIGURE = re.compile(r"[0-9０-９]|逾期|欠款|overdue|debt|arrears", re.IGNORECASE)


def problem(subject: str, channel: str) -> str:
    """Why it cannot be, as a code: needless, missing, malformed, placeholder or telling; empty
    when it can."""
    if channel not in CHANNELS:
        return "needless" if subject else ""
    if not subject.strip():
        return "missing"
    try:
        parsed = parse(subject)
    except RenderError:
        return "malformed"
    if "\n" in subject or "\r" in subject:
        return "malformed"
    if set(parsed.names) - ALLOWED:
        return "placeholder"
    return "telling" if _FIGURE.search("".join(parsed.fixed)) else ""


def rendered(subject: str, values: Mapping[str, str]) -> str:
    """Raises MissingValue or RenderError."""
    return render(subject, values).strip() if subject else ""
