"""What a reader hands on: headings and a stream of raw rows."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from accounts.intake.readers.errors import FileError
from accounts.privacy.hiding import hides

MAX_COLUMNS = 200
MAX_CELL_CHARS = 10_000


class ByteSource(Protocol):
    """All a reader asks of a stream."""

    def read(self, size: int = -1, /) -> bytes: ...


@hides("cells", "shown")
class RawRow(NamedTuple):
    """One row as text. `problems` are cells whose text cannot be trusted: (position, code).

    `shown` are numbers whose format shows more than their digits: (position, text in the cell).
    """

    line: int
    cells: list[str]
    problems: tuple[tuple[int, str], ...] = ()
    shown: tuple[tuple[int, str], ...] = ()


@dataclass(slots=True)
class Table:
    """A file opened for one pass. `rows` raises `FileError` where the file breaks later on."""

    kind: Literal["csv", "xlsx", "ndjson"]
    headers: list[str]
    rows: Iterator[RawRow]
    delimiter: str | None = None
    _encoding: Callable[[], str] = lambda: "utf-8"

    @property
    def encoding(self) -> str:
        """One of `encodings.KNOWN`; while only ASCII was seen, "utf-8"."""
        return self._encoding()


def check_headers(cells: list[str]) -> list[str]:
    """Headings without the empty ones at the end; a gap between them is an error."""
    headers = [cell.strip() for cell in cells]
    while headers and not headers[-1]:
        headers.pop()
    if len(headers) > MAX_COLUMNS:
        raise FileError("too_many_columns", limit=MAX_COLUMNS)
    if "" in headers:
        raise FileError("blank_header", column=headers.index("") + 1)
    return headers
