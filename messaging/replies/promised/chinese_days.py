"""The times of a reply in Chinese, said in plain Mandarin and simplified characters."""

import re

from messaging.replies.promised.chinese import counted, dates, feasts, months, weeks
from messaging.replies.promised.found import Reader

_IN_ORDER: list[tuple[str, Reader]] = [
    *feasts.FIRST,
    *dates.FIRST,
    *feasts.BY_THE_MOON,
    *months.LAST_DAYS,
    *feasts.EVES,
    *months.PARTS,
    *feasts.LAST,
    *weeks.ALL,
    *counted.ALL,
    *dates.LAST,
]
PATTERNS = [(re.compile(pattern), read) for pattern, read in _IN_ORDER]
"""Of two that overlap the earlier counts."""
