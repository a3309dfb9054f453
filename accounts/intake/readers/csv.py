"""CSV as a stream of rows, in bounded memory."""

import csv
import re
import statistics
from collections.abc import Iterator, Sequence
from itertools import chain, islice

from accounts.intake.readers.encodings import TextLines
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.headings import (
    LEAST_KNOWN,
    SEARCHED_ROWS,
    Known,
    heading_row,
    known_in,
    nothing_known,
)
from accounts.intake.readers.table import MAX_CELL_CHARS, ByteSource, RawRow, Table, check_headers

DELIMITERS = ",;\t|"
# What Excel writes in front of a file to say which sign parts its columns.
SEPARATOR_LINE = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)


def open_csv(
    source: ByteSource, *, encoding: str | None = None, known: Known = nothing_known
) -> Table:
    """Reads up to the headings, which may stand below a title or a `sep=` line.

    Comma, semicolon, tab or |: the one that gives the most headings that we know.
    """
    lines = TextLines(source, chosen=encoding, known=known)
    blocks = lines.blocks()
    first = next_block_with_text(blocks)
    delimiter = said_delimiter(first) or guess_delimiter(first, known)
    rows: Iterator[RawRow] = CsvRows(first, blocks, delimiter)
    head = read_head(rows, known)
    if not head:
        raise FileError("empty_file")
    at = heading_row([row.cells for row in head], known)
    headers = check_headers(head[at].cells)
    return Table("csv", headers, chain(head[at + 1 :], rows), delimiter, lambda: lines.encoding)


def read_head(rows: Iterator[RawRow], known: Known) -> list[RawRow]:
    """The first row, and more only when it does not look like headings."""
    head = list(islice(rows, 1))
    if head and known_in(head[0].cells, known) < LEAST_KNOWN and known is not nothing_known:
        head += islice(rows, SEARCHED_ROWS - 1)
    return head


def next_block_with_text(blocks: Iterator[list[str]]) -> list[str]:
    skipped: list[str] = []  # keeps the line numbers right
    for block in blocks:
        if any(line.strip() for line in block):
            return skipped + block
        skipped += block
        if len(skipped) > 1000:
            break
    raise FileError("empty_file")


def said_delimiter(lines: list[str]) -> str | None:
    """The sign a `sep=` line names; the line becomes an empty one, so that line numbers stay."""
    at = next(at for at, line in enumerate(lines) if line.strip())
    if found := SEPARATOR_LINE.fullmatch(lines[at].rstrip("\n")):
        lines[at] = "\n"
        return found[1]
    return None


def guess_delimiter(lines: list[str], known: Known) -> str:
    """By the headings it gives; where none is known, by how often it stands in most lines."""
    some = list(islice((line for line in lines if line.strip()), SEARCHED_ROWS))

    def merit(delimiter: str) -> tuple[int, float, int]:
        rows = [plain_cells(line, delimiter) for line in some]
        most = max(known_in(row, known) for row in rows)
        widths = [len(row) for row in rows]
        return (most if most >= LEAST_KNOWN else 0, statistics.median_low(widths), widths[0])

    return max(DELIMITERS, key=merit)


def plain_cells(line: str, delimiter: str) -> Sequence[str]:
    """Good enough to compare: outside quotes every second part of a split by them is plain text."""
    parts = line.rstrip("\n").split('"')
    marked = '"'.join(
        part if at % 2 == 0 else part.replace(delimiter, " ") for at, part in enumerate(parts)
    )
    return [cell.strip('" ') for cell in marked.split(delimiter)]


class CsvRows:
    """Iterator of `RawRow`; rows without any text are passed over."""

    def __init__(self, first: list[str], blocks: Iterator[list[str]], delimiter: str) -> None:
        self._blocks = blocks
        self._rows_seen = self._rows_at_last_block = -1
        self._reader = csv.reader(self._lines(first), delimiter=delimiter, strict=True)
        self._line = 0  # the last line of the row before

    def _lines(self, first: list[str]) -> Iterator[str]:
        yield from first
        for block in self._blocks:
            # A row larger than a whole block is a quotation mark left open, or an attack.
            if self._rows_seen == self._rows_at_last_block:
                raise FileError("row_too_long", line=self._line)
            self._rows_at_last_block = self._rows_seen
            yield from block

    def __iter__(self) -> Iterator[RawRow]:
        return self

    def __next__(self) -> RawRow:
        reader = self._reader
        while True:
            try:
                cells = next(reader)
            except csv.Error as error:
                raise self._explain(str(error)) from None
            line, self._line = self._line + 1, reader.line_num
            self._rows_seen += 1
            if len(max(cells, key=len, default="")) > MAX_CELL_CHARS:
                raise FileError("cell_too_long", line=line, limit=MAX_CELL_CHARS)
            if any(cells) and not all(map(str.isspace, filter(None, cells))):
                return RawRow(line, cells)

    def _explain(self, error: str) -> FileError:
        if "field limit" in error:
            return FileError("cell_too_long", line=self._line + 1, limit=MAX_CELL_CHARS)
        return FileError("bad_quotes", line=self._line + 1)
