"""The times of a reply in English, in capital letters."""

import re

from messaging.replies.promised.english import counted, dates, feasts, parts, weeks
from messaging.replies.promised.english.words import always
from messaging.replies.promised.found import Reader

_OF_THE_DAY_BEFORE: list[tuple[str, Reader]] = [
    (r"\b(?:THE\s+)?(?:DAY\s+AFTER(?=\s*$|\s+THAT\b)|(?:NEXT|FOLLOWING)\s+DAY)\b",
     always("next")),
]  # fmt: skip
"""Counted from the day named before it."""

_IN_ORDER = [
    *dates.FIRST,
    *feasts.ALL,
    *counted.FIRST,
    *parts.ALL,
    *weeks.ALL,
    *counted.LAST,
    *dates.LAST,
    *_OF_THE_DAY_BEFORE,
]
PATTERNS = [(re.compile(pattern), read) for pattern, read in _IN_ORDER]
"""Of two that overlap the earlier counts."""
