"""Bytes to lines of text, block by block: UTF-8 with or without BOM, or GB18030."""

import codecs
from collections.abc import Callable, Iterator

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import ByteSource

BLOCK_BYTES = 256 * 1024
MAX_LINE_BYTES = 64 * 1024
UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)  # UTF-32's begin the same way


class TextLines:
    """The lines of one file. `encoding` is settled by the first bytes beyond ASCII.

    Memory stays at a few blocks whatever the file holds. In neither encoding does a line end or a
    delimiter occur inside a character, so the bytes can be cut before they are decoded.
    """

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self._encoding: str | None = None
        self._bom = False
        self._lines_before = 0  # lines handed out in earlier blocks

    @property
    def encoding(self) -> str:
        encoding = self._encoding or "utf-8"
        return "utf-8-sig" if self._bom else encoding

    def blocks(self) -> Iterator[list[str]]:
        """Lists of lines, each line with its end as \\n."""
        for data in whole_lines(self._source, self._strip_mark):
            self._check_bytes(data)
            lines = self._decode(data).split("\n")
            last = lines.pop()
            lines = [line + "\n" for line in lines]
            if last:
                lines.append(last)
            yield lines
            self._lines_before += len(lines)

    def _strip_mark(self, head: bytes) -> bytes:
        if head.startswith(UTF16_MARKS):
            raise FileError("utf16")
        if head.startswith(codecs.BOM_UTF8):
            self._bom, self._encoding = True, "utf-8"
            return head[len(codecs.BOM_UTF8) :]
        return head

    def _check_bytes(self, data: bytes) -> None:
        if b"\0" in data:
            if self._lines_before == 0 and looks_like_utf16(data):
                raise FileError("utf16")
            raise FileError("nul_byte", line=self._line_at(data, data.index(b"\0")))
        longest = max(map(len, data.split(b"\n")))
        if longest > MAX_LINE_BYTES:
            raise self._line_too_long(data)

    def _line_too_long(self, data: bytes) -> FileError:
        sizes = [len(line) > MAX_LINE_BYTES for line in data.split(b"\n")]
        line = self._lines_before + sizes.index(True) + 1
        return FileError("line_too_long", line=line, limit=MAX_LINE_BYTES)

    def _decode(self, data: bytes) -> str:
        if data.isascii():
            return data.decode("ascii")
        if self._encoding is None:
            self._encoding = self._settle(data)
        try:
            text = data.decode(self._encoding)
        except UnicodeDecodeError as error:
            line = self._line_at(data, error.start)
            raise FileError("mixed_encoding", line=line, encoding=self.encoding.upper()) from None
        if self._encoding == "gb18030":
            self._refuse_utf8_lines(data)
        return text

    def _settle(self, data: bytes) -> str:
        failures: list[tuple[int, str]] = []
        for encoding in ("utf-8", "gb18030"):
            try:
                data.decode(encoding)
            except UnicodeDecodeError as error:
                failures.append((error.start, encoding))
            else:
                return encoding
        # Whichever reading got further is the likelier one; where it stopped is worth looking at.
        start, encoding = max(failures)
        line = self._line_at(data, start)
        if line > self._line_at(data, first_beyond_ascii(data)):
            raise FileError("mixed_encoding", line=line, encoding=encoding.upper())
        raise FileError("unknown_encoding", line=line)

    def _refuse_utf8_lines(self, data: bytes) -> None:
        """GB18030 accepts most UTF-8 as nonsense; find lines that are plainly UTF-8 Chinese."""
        for number, line in enumerate(data.split(b"\n"), start=self._lines_before + 1):
            if not line.isascii() and is_utf8_chinese(line):
                raise FileError("mixed_encoding", line=number, encoding="GB18030")

    def _line_at(self, data: bytes, position: int) -> int:
        return self._lines_before + data.count(b"\n", 0, position) + 1


def whole_lines(source: ByteSource, strip_mark: Callable[[bytes], bytes]) -> Iterator[bytes]:
    """Blocks that end at a line end, every kind of line end turned into \\n."""
    rest = b""
    first = True
    while block := source.read(BLOCK_BYTES):
        if first:
            while len(block) < 4 and (more := source.read(BLOCK_BYTES)):
                block += more
            block, first = strip_mark(block), False
        data = rest + block
        held = data[-1:] if data.endswith(b"\r") else b""  # its \n may come with the next block
        data = data[: len(data) - len(held)]
        if b"\r" in data:
            data = data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        cut = data.rfind(b"\n") + 1
        rest = data[cut:] + held
        if cut:
            yield data[:cut]
        elif len(rest) > MAX_LINE_BYTES:
            yield rest  # too long already: the check on it names the line
    if rest:
        yield rest.replace(b"\r", b"\n")


def first_beyond_ascii(data: bytes) -> int:
    return next(position for position, byte in enumerate(data) if byte > 0x7F)


def looks_like_utf16(data: bytes) -> bool:
    head = data[:200]
    return head.count(b"\0") >= len(head) // 3


def is_utf8_chinese(line: bytes) -> bool:
    """True when the line is UTF-8 and all it has beyond ASCII is Chinese; GBK hardly ever is."""
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return all(
        "\u3000" <= char <= "\u9fff" or "\uff00" <= char <= "\uffef"
        for char in text
        if char > "\x7f"
    )
