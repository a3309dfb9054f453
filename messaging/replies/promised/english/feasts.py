"""Feasts: Labor Day, Diwali, and what only comes after them."""

import re
from datetime import date

from messaging.replies.promised import calendar
from messaging.replies.promised.english.words import DAYS, WEEKDAY, always
from messaging.replies.promised.feasts import NAMES_EN, feast
from messaging.replies.promised.found import Meant, Reader


def _named(said: str, today: date) -> date | None:
    said = re.sub(r"[^A-Z]", "", said)
    if "BANKHOLIDAY" in said:
        said = re.sub(r"MON(?:DAY)?$", "", said)
    name = said if said in NAMES_EN else said.removesuffix("DAY")
    return feast(name, today)


def _the_feast(found: re.Match[str], today: date) -> Meant:
    return _named(found[1], today) or "vague"


def _day_beside(found: re.Match[str], today: date) -> Meant:
    """The day after Christmas, the day before Diwali."""
    named = _named(found["feast"], today)
    if named is None:
        return "vague"
    return named + calendar.A_DAY if found["way"] == "AFTER" else named - calendar.A_DAY


def _weekday_after(found: re.Match[str], today: date) -> Meant:
    """The Tuesday after Easter."""
    named = _named(found["feast"], today)
    return calendar.coming_weekday(named, DAYS.index(found["day"][:3])) if named else "vague"


def _weekday_before(found: re.Match[str], today: date) -> Meant:
    """The last Friday before Christmas."""
    named = _named(found["feast"], today)
    if named is None:
        return "vague"
    back = (named.weekday() - DAYS.index(found["day"][:3]) - 1) % 7 + 1
    return calendar.in_days(named, -back)


_FEASTS = "|".join(
    r"[\s'.]*".join(name if "BANK" in name else name.removesuffix("DAY"))
    + (r"(?:\s+MON(?:DAY)?)?" if "BANKHOLIDAY" in name else "")
    + (
        r"\s*DAY"
        if name.endswith("DAY") and "BANK" not in name
        else r"(?:\s+DAY)?\b(?!\s+HOLIDAYS?)"
    )
    for name in sorted(NAMES_EN, key=len, reverse=True)
)


ALL: list[tuple[str, Reader]] = [
    (rf"\b(?:THE\s+)?DAY\s+(?P<way>AFTER|BEFORE)\s+(?:THE\s+)?(?P<feast>{_FEASTS})", _day_beside),
    (rf"\b(?:THE\s+)?(?P<feast>{_FEASTS})\s+EVE\b(?P<way>)", _day_beside),
    (rf"\b(?:THE\s+)?{WEEKDAY}\s+AFTER\s+(?:THE\s+)?(?P<feast>{_FEASTS})", _weekday_after),
    (rf"\b(?:THE\s+|LAST\s+)?{WEEKDAY}\s+BEFORE\s+(?:THE\s+)?(?P<feast>{_FEASTS})",
     _weekday_before),
    (rf"\b(?:AFTER|POST)\s+(?:THE\s+)?(?:{_FEASTS})", always("vague")),
    (rf"\b({_FEASTS})(?!\s+(?:MONEY|BONUS|SHOPPING|PRESENTS?|GIFTS?|PARTY|CLUB|HOLS?)\b)",
     _the_feast),
]  # fmt: skip
