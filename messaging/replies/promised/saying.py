"""A reply said so that one sign serves every way of saying it: in capital letters, simplified
characters and plain Mandarin, other words in place of those that mean the same."""

import re
import unicodedata
from datetime import time as hour

from messaging.content.text.characters import LATIN_LOOKALIKES, TRADITIONAL_TO_SIMPLIFIED
from messaging.replies.normalising.normalise import MAX_LENGTH
from messaging.replies.normalising.speech import plain_speech
from messaging.replies.promised.amounts import in_figures
from messaging.replies.promised.signs import english_ways_to_say, night, parting, ways_to_say

_FORMAL = str.maketrans("壹贰叁肆伍陆柒捌玖拾佰仟", "一二三四五六七八九十百千")
_SAME = str.maketrans(TRADITIONAL_TO_SIMPLIFIED | LATIN_LOOKALIKES)
_DAYS_IN_FIGURES = re.compile(
    r"\b(?:ON|AT|COMES?|IN)\s+(?P<first>[12]?\d|3[01])(?P<between>\s*,?\s*(?:THEN\s+)?(?:I\s+|WILL\s+|I'?LL\s+|CAN\s+)*(?:PAY|SEND|CLEAR|SETTLE|TRANSFER)"
    r"(?:\s+(?:YOU|U|IT|BACK))?\s+)(?:ON\s+)?(?P<then>[12]?\d|3[01])\b(?!\s*(?:[%/:]|\.\d|,\d|K\b|ST|ND|RD|TH|DOLLARS|BUCKS|QUID|POUNDS|RUPEES|RS|JAN|FEB|MAR|APR|MAY|JUN|JUL|AUG|SEP|OCT|NOV|DEC))"
)
SOON = 5
"""Days after wages within which somebody says they pay."""

HAN = re.compile(r"[㐀-鿿]")

_SOFT = re.compile(r"(?<=[还還缴繳交付转轉数數俾畀清入])[啦喇](?=$|[,，。!！ ])")
"""月尾還啦: the particle only softens; 了 would tell of what is done."""


def said_plainly(text: str, at: hour | None = None) -> str:
    composed = _abroad(unicodedata.normalize("NFKC", text[:MAX_LENGTH])).translate(_SAME).upper()
    shown = "".join(c for c in composed.replace("’", "'") if _shows(c))
    shown = _SOFT.sub("", shown)
    said = plain_speech(shown.translate(_FORMAL)) if HAN.search(shown) else shown
    if said == shown and not HAN.search(shown):
        said = _DAYS_IN_FIGURES.sub(_as_days, in_figures(_spelt(shown)))
        for pattern, meaning in english_ways_to_say.ENGLISH_WAYS_TO_SAY:
            said = pattern.sub(meaning, said)
    said = _by_the_hour(parting.OF_A_BILL.sub(" ", said), at)
    if at is not None:
        said = ways_to_say.GONE_BY[_part_gone_by(at)].sub(r"\1明天", said)
    for pattern, meaning in ways_to_say.WAYS_TO_SAY:
        said = pattern.sub(meaning, said)
    return said


def _abroad(text: str) -> str:
    """Feasts that are another day where traditional characters are written."""
    for pattern, name in ways_to_say.ABROAD:
        text = pattern.sub(name, text)
    return text


def _by_the_hour(said: str, at: hour | None) -> str:
    """What is to be after sleep or midnight. Of a reply whose hour nobody knows, sleep is that of
    the night before."""
    early = at is None or at.hour < night.MORNING_BEGINS
    if early or (at is not None and at.hour >= night.EVENING_BEGINS):
        tomorrow = not early
        said = night.AFTER_SLEEP.sub(r"\1明天" if tomorrow else r"\1今天", said)
        english = "TOMORROW" if tomorrow else "TODAY"
        said = night.AFTER_SLEEP_IN_ENGLISH.sub(english, said)
    midnight = "明天" if HAN.search(said) else "TOMORROW"
    if at is not None:
        said = night.PAST_TWELVE.sub("今天" if early else midnight, said)
    return night.PAST_MIDNIGHT.sub(midnight, said)


def _part_gone_by(at: hour) -> int:
    """How many of morning, noon and afternoon are over."""
    return sum(at.hour >= ends for ends in ways_to_say.ENDS)


def _as_days(found: re.Match[str]) -> str:
    """ "Salary come on 25, I pay 26": a figure soon after that of a day is another's."""
    first, then = int(found["first"]), int(found["then"])
    is_a_day = first < then <= min(first + SOON, 31)
    comes = "COMES " if found[0].startswith("COME") else ""
    said = f"{comes}ON THE {first}{found['between']}ON THE {then}"
    return said if is_a_day else found[0]


def _shows(character: str) -> bool:
    return character in "\n\t " or unicodedata.category(character)[0] not in "CM"


def _spelt(shown: str) -> str:
    """Chinese spelt in letters ("ming tian huan") as characters; English stays."""
    said = plain_speech("".join(shown.split()))
    return said if HAN.search(said) and not re.search(r"[A-Z]{4}", said) else shown
