"""CSV as a stream of rows, in bounded memory."""

import csv
from collections.abc import Iterator

from accounts.intake.readers.encodings import TextLines
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import MAX_CELL_CHARS, ByteSource, RawRow, Table, check_headers

DELIMITERS = ",;\t"


def open_csv(source: ByteSource) -> Table:
    """Reads up to the headings. Comma, semicolon or tab, whichever the first line has most of."""
    lines = TextLines(source)
    blocks = lines.blocks()
    first = next_block_with_text(blocks)
    delimiter = guess_delimiter(next(line for line in first if line.strip()))
    rows = CsvRows(first, blocks, delimiter)
    heading = next(rows, None)
    if heading is None:
        raise FileError("empty_file")
    headers = check_headers(heading.cells)
    return Table("csv", headers, rows, delimiter, lambda: lines.encoding)


def next_block_with_text(blocks: Iterator[list[str]]) -> list[str]:
    skipped: list[str] = []  # keeps the line numbers right
    for block in blocks:
        if any(line.strip() for line in block):
            return skipped + block
        skipped += block
        if len(skipped) > 1000:
            break
    raise FileError("empty_file")


def guess_delimiter(line: str) -> str:
    """Outside quotes every second part of a split by quotation marks is plain text."""
    plain = "".join(line.split('"')[::2])
    return max(DELIMITERS, key=plain.count)


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
