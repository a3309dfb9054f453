"""Bytes to lines of text, block by block, in whichever encoding makes sense of them."""

import codecs
from collections.abc import Callable, Iterator

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.headings import Known, nothing_known
from accounts.intake.readers.table import ByteSource
from accounts.intake.readers.which_encoding import LABELS, settle
from accounts.intake.readers.wide_encodings import LOOKED_AT, WIDE, AsUtf8, wide_encoding

BLOCK_BYTES = 256 * 1024
MAX_LINE_BYTES = 64 * 1024


class TextLines:
    """The lines of one file. `encoding` is settled by the first bytes beyond ASCII, or chosen.

    Memory stays at a few blocks whatever the file holds. In none of the encodings does a line end
    occur inside a character, so the bytes can be cut before they are decoded.
    """

    def __init__(
        self, source: ByteSource, *, chosen: str | None = None, known: Known = nothing_known
    ) -> None:
        self._known = known
        self._chosen = chosen
        self._head = read_head(source)
        self._wide = chosen if chosen in WIDE else chosen is None and wide_encoding(self._head)
        self._source: ByteSource = Continued(self._head, source)
        if self._wide:
            self._source = AsUtf8(self._source, self._wide)
        self._encoding: str | None = "utf-8" if self._wide else chosen
        self._bom = False
        self._lines_before = 0  # lines handed out in earlier blocks

    @property
    def encoding(self) -> str:
        if self._wide:
            return self._wide
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
        if head.startswith(codecs.BOM_UTF8) and self._chosen in {None, "utf-8", "utf-8-sig"}:
            self._bom, self._encoding = True, "utf-8"
            return head[len(codecs.BOM_UTF8) :]
        return head

    def _check_bytes(self, data: bytes) -> None:
        if b"\0" in data:
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
            code = "not_that_encoding" if self._chosen else "mixed_encoding"
            raise FileError(code, line=line, encoding=LABELS[self.encoding]) from None
        if self._encoding == "gb18030" and not self._chosen:
            self._refuse_utf8_lines(data)
        return text

    def _settle(self, data: bytes) -> str:
        fitting = settle(data, self._known)
        if len(fitting) == 1:
            return fitting[0]
        # Whichever reading got further is the likelier one; where it stopped is worth looking at.
        start, encoding = max(
            (failure_at(data, encoding), encoding) for encoding in ("utf-8", "gb18030")
        )
        line = self._line_at(data, start)
        first = self._line_at(data, first_beyond_ascii(data))
        if start < len(data) and line > first:
            raise FileError("mixed_encoding", line=line, encoding=LABELS[encoding])
        if not fitting:
            raise FileError("unknown_encoding", line=first)
        raise FileError(
            "which_encoding",
            choices=" / ".join(LABELS[encoding] for encoding in fitting),
            encodings=" ".join(fitting),
        )

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


def read_head(source: ByteSource) -> bytes:
    head = b""
    while len(head) < LOOKED_AT and (more := source.read(BLOCK_BYTES)):
        head += more
    return head


class Continued:
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, source: ByteSource) -> None:
        self._head = head
        self._source = source

    def read(self, size: int = -1, /) -> bytes:
        if self._head:
            head, self._head = self._head, b""
            return head
        return self._source.read(size) or b""


def failure_at(data: bytes, encoding: str) -> int:
    """Where that reading stops; the end when it does not."""
    try:
        data.decode(encoding)
    except UnicodeDecodeError as error:
        return error.start
    return len(data)


def first_beyond_ascii(data: bytes) -> int:
    return next(position for position, byte in enumerate(data) if byte > 0x7F)


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
