"""Which encoding a text is in, by what comes out of it. Where two fit, a person is asked. Pure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from accounts.intake.readers.headings import Known
from accounts.intake.readers.plausible import points, signs

LABELS = {
    "utf-8": "UTF-8",
    "utf-8-sig": "UTF-8 (BOM)",
    "gb18030": "GB18030",
    "big5hkscs": "Big5",
    "cp1252": "Windows-1252 (Latin-1)",
    "utf-16-le": "UTF-16 LE",
    "utf-16-be": "UTF-16 BE",
    "utf-32-le": "UTF-32 LE",
    "utf-32-be": "UTF-32 BE",
    "cp932": "Shift JIS",
    "cp949": "EUC-KR",
    "cp1250": "Windows-1250",
    "cp1251": "Windows-1251",
    "cp1253": "Windows-1253",
    "cp1254": "Windows-1254",
    "cp1258": "Windows-1258",
}
"""Python's name → the name people know. A person may choose any of these."""

TRIED = ("utf-8", "gb18030", "big5hkscs", "cp1252")
SAMPLE_BYTES = 48 * 1024
MOST_ASKED = 3

# In points of `plausible`. A two-sign name read rightly is worth 7, wrongly mostly less than 0.
CLEAR_LEAD = 4.0
LEAST_A_SIGN = 0.75
WORTH_ASKING_A_SIGN = -1.5
A_HEADING = 8.0
VALID_UTF8 = 3.0
THREE_BYTE_SIGN = 3.0
"""Text in another encoding is seldom valid UTF-8, and each longer sign makes that rarer."""

LONGER_SIGN = re.compile(r"[\u0800-\U0010ffff]")
CELL_ENDS = re.compile(r'[,;|\t\n"]')


@dataclass(frozen=True, slots=True)
class Reading:
    """A text as one encoding reads it."""

    encoding: str
    points: float
    signs: int

    @property
    def makes_sense(self) -> bool:
        return self.points > 0 and self.points >= LEAST_A_SIGN * self.signs


def settle(data: bytes, known: Known) -> tuple[str, ...]:
    """The encoding of whole lines of text; several, best first, when only a person can tell.

    Empty when none of those tried makes sense.
    """
    readings = sorted(read_each(data, known), key=lambda reading: -reading.points)
    if not readings or readings[0].points < WORTH_ASKING_A_SIGN * readings[0].signs:
        return ()
    best, others = readings[0], readings[1:]
    if best.makes_sense and all(best.points - other.points >= CLEAR_LEAD for other in others):
        return (best.encoding,)
    if best.encoding == "utf-8" and not others:
        return ("utf-8",)
    asked = [
        reading.encoding
        for reading in readings
        if reading.points >= WORTH_ASKING_A_SIGN * reading.signs
    ]
    return tuple(asked[:MOST_ASKED])


def read_each(data: bytes, known: Known) -> Iterable[Reading]:
    sample = beyond_ascii(data)
    for encoding in TRIED:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        text = sample.decode(encoding)
        found = points(text) + A_HEADING * headings_in(text, known)
        if encoding == "utf-8":
            found += VALID_UTF8 + THREE_BYTE_SIGN * len(LONGER_SIGN.findall(text))
        yield Reading(encoding, found, signs(text))


def beyond_ascii(data: bytes) -> bytes:
    """The lines with other signs than ASCII's, as many as are needed to judge."""
    kept: list[bytes] = []
    size = 0
    for line in data.split(b"\n"):
        if not line.isascii():
            kept.append(line)
            size += len(line)
            if size > SAMPLE_BYTES:
                break
    return b"\n".join(kept)


def headings_in(text: str, known: Known) -> int:
    cells: Sequence[str] = CELL_ENDS.split(text[:4000])
    return sum(1 for cell in cells if cell and not cell.isascii() and known(cell.strip()))
