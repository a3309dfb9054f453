"""How many SMS a text costs, and where a handset's parts begin (3GPP TS 23.038, 23.040).

Count the *final* text: 【signature】 with its brackets, body and opt-out words, after substitution.
An empty text that is handed over is still one message, so it counts as one segment of 0 units.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil
from typing import Literal

Encoding = Literal["gsm7", "ucs2"]

GSM_BASIC = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
GSM_EXTENDED = frozenset("^{}\\[~]|€\f")  # an escape and a character: 2 units, never parted
_OUTSIDE_GSM = re.compile(f"[^{re.escape(''.join(sorted(GSM_BASIC | GSM_EXTENDED)))}]")

SINGLE_LIMIT: dict[Encoding, int] = {"gsm7": 160, "ucs2": 70}
PART_LIMIT: dict[Encoding, int] = {"gsm7": 153, "ucs2": 67}
BEYOND_BMP = 0xFFFF  # above it a character is a surrogate pair: 2 UTF-16 code units


@dataclass(frozen=True, slots=True)
class SegmentCount:
    """The size of one text.

    ``units``: septets (gsm7) or UTF-16 code units (ucs2).
    ``segments``: parts really sent; a pair that does not fit moves whole into the next part.
    ``billed``: what billing by ``ceil(units / part limit)`` says; at most ``segments``.
    ``per_segment_limit``: room in each part of a text of this size.
    ``left``: units that still fit before another segment begins.
    ``excess``: units to take out for one segment less; 0 when there is only one.
    """

    encoding: Encoding
    units: int
    segments: int
    billed: int
    per_segment_limit: int
    left: int
    excess: int


def count(text: str) -> SegmentCount:
    """Measure ``text``; one character outside GSM 7-bit makes the whole text UCS-2."""
    encoding = encoding_of(text)
    sizes = _sizes(text, encoding)
    units = sum(sizes)
    single = len(sizes) == 1
    limit = SINGLE_LIMIT[encoding] if single else PART_LIMIT[encoding]
    return SegmentCount(
        encoding=encoding,
        units=units,
        segments=len(sizes),
        billed=1 if single else ceil(units / limit),
        per_segment_limit=limit,
        left=limit - sizes[-1],
        excess=0 if single else _excess(sizes, encoding),
    )


def parts(text: str) -> int:
    """How many SMS `text` is sent as."""
    return len(_sizes(text, encoding_of(text)))


def split(text: str) -> list[str]:
    """The parts as a handset receives them; joined they are ``text`` again."""
    encoding = encoding_of(text)
    if _size(text, encoding) <= SINGLE_LIMIT[encoding]:
        return [text]
    return list(_pack(text, encoding))


def encoding_of(text: str) -> Encoding:
    """``gsm7`` when every character is in the GSM default alphabet or its extension."""
    return "ucs2" if _OUTSIDE_GSM.search(text) else "gsm7"


def outside_gsm(text: str) -> list[str]:
    """The characters that make a text UCS-2, each once, in order of appearance."""
    return list(dict.fromkeys(_OUTSIDE_GSM.findall(text)))


def _sizes(text: str, encoding: Encoding) -> list[int]:
    """Units of each part."""
    units, limit = _size(text, encoding), PART_LIMIT[encoding]
    if units <= SINGLE_LIMIT[encoding]:
        return [units]
    if encoding == "ucs2" and units == len(text):  # plain slices, and nearly all texts are
        full, rest = divmod(units, limit)
        return [limit] * full + ([rest] if rest else [])
    return [_size(part, encoding) for part in _pack(text, encoding)]


def _pack(text: str, encoding: Encoding) -> Iterator[str]:
    limit = PART_LIMIT[encoding]
    if encoding == "ucs2" and ord(max(text)) <= BEYOND_BMP:
        # Every character is one unit, so the parts are plain slices; nearly all texts are.
        yield from (text[start : start + limit] for start in range(0, len(text), limit))
        return
    start = used = 0
    for position, character in enumerate(text):
        size = _width(character, encoding)
        if used + size > limit:
            yield text[start:position]
            start, used = position, 0
        used += size
    yield text[start:]


def _excess(sizes: list[int], encoding: Encoding) -> int:
    """The last part's units; with two parts, what is above the single limit."""
    return sum(sizes) - SINGLE_LIMIT[encoding] if len(sizes) == 2 else sizes[-1]


def _size(text: str, encoding: Encoding) -> int:
    # Counted by C: this is asked of every text that leaves.
    if encoding == "ucs2":
        return len(text.encode("utf-16-le", "surrogatepass")) // 2
    return len(text) + sum(map(text.count, GSM_EXTENDED))


def _width(character: str, encoding: Encoding) -> int:
    if encoding == "gsm7":
        return 2 if character in GSM_EXTENDED else 1
    return 2 if ord(character) > BEYOND_BMP else 1
