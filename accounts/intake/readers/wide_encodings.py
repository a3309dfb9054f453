"""UTF-16 and UTF-32, turned into UTF-8 while they are read."""

import codecs

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import ByteSource

MARKS = (  # UTF-32's begin as UTF-16's do
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
WIDE = frozenset(encoding for _mark, encoding in MARKS)
LOOKED_AT = 400
A_THIRD = 3
"""With figures and Latin letters in it, at least every third sign leaves a NUL."""


def wide_encoding(head: bytes) -> str | None:
    """By its mark, else by where the NULs stand: those of ASCII signs are all on one side."""
    for mark, encoding in MARKS:
        if head.startswith(mark):
            return encoding
    head = head[:LOOKED_AT]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if even + odd < len(head) // (2 * A_THIRD) or min(even, odd) > max(even, odd) // 4:
        return None
    if max(even, odd) < 2:
        return None
    return "utf-16-le" if odd > even else "utf-16-be"


class AsUtf8:
    """A stream in a wide encoding, as UTF-8 without a mark."""

    def __init__(self, source: ByteSource, encoding: str) -> None:
        self._source = source
        self._encoding = encoding
        self._decoder = codecs.getincrementaldecoder(encoding)()
        self._first = True
        self._lines = 0
        self._ended = False

    def read(self, size: int = -1, /) -> bytes:
        while not self._ended:
            block = self._source.read(size) or b""
            self._ended = not block
            try:
                text = self._decoder.decode(block, final=self._ended)
            except UnicodeDecodeError:
                line = self._lines + 1
                raise FileError("not_that_encoding", line=line, encoding="UTF-16") from None
            if self._first and text:
                text, self._first = text.removeprefix("\ufeff"), False
            self._lines += text.count("\n")
            if text:
                return text.encode("utf-8", "replace")
        return b""
