"""Feasts: Labor Day, Diwali, and what only comes after them."""

import re
from datetime import date

from messaging.replies.promised.english.words import always
from messaging.replies.promised.feasts import NAMES_EN, feast
from messaging.replies.promised.found import Meant, Reader


def _feast(found: re.Match[str], today: date) -> Meant:
    said = re.sub(r"[^A-Z]", "", found[1])
    name = said if said in NAMES_EN else said.removesuffix("DAY")
    return feast(name, today) or "vague"


_FEASTS = "|".join(
    r"[\s'.]*".join(name.removesuffix("DAY"))
    + (r"\s*DAY" if name.endswith("DAY") else r"(?:\s+DAY)?\b(?!\s+HOLIDAYS?)")
    for name in sorted(NAMES_EN, key=len, reverse=True)
)


ALL: list[tuple[str, Reader]] = [
    (rf"\b(?:AFTER|POST)\s+(?:THE\s+)?(?:{_FEASTS})", always("vague")),
    (rf"\b({_FEASTS})(?!\s+(?:MONEY|BONUS|SHOPPING|PRESENTS?|GIFTS?|PARTY|CLUB|HOLS?)\b)", _feast),
]  # fmt: skip
