"""The door for files: tells CSV from Excel by content and opens either as a `Table`. Pure.

Whatever the bytes, only `FileError` comes out, here or while the rows are read, and memory stays
bounded (CSV: a few blocks; Excel: the limits in `xlsx_guard`).
"""

from collections.abc import Sequence
from pathlib import Path, PurePath

from accounts.intake.readers.csv import open_csv
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.headings import Known, nothing_known
from accounts.intake.readers.ndjson import open_ndjson
from accounts.intake.readers.sniff import refuse_other_kinds
from accounts.intake.readers.table import ByteSource, RawRow, Table
from accounts.intake.readers.xlsx import open_xlsx
from accounts.intake.readers.xlsx_guard import ZIP_MARKS, refuse_old_excel

__all__ = ["FileError", "RawRow", "Table", "open_table"]

TEXT_EXTENSIONS = {".csv", ".txt", ".tsv"}
EXCEL_EXTENSIONS = {".xlsx"}
OLD_EXCEL_EXTENSIONS = {".xls"}
NDJSON = ".ndjson"
HEAD_BYTES = 1024


def open_table(
    source: ByteSource | Path | str,
    filename: str,
    *,
    encoding: str | None = None,
    known: Known = nothing_known,
    names: Sequence[str] = (),
) -> Table:
    """Open a stream (left open) or a path; `filename` is the name it was uploaded under.

    The headings are read at once, the rows as they are asked for. `known` tells a heading from a
    title; `encoding` is what a person chose for a text, else it is found out; `names` are the
    columns that lines of JSON name. Raises `FileError`.
    """
    if isinstance(source, Path | str):
        source = Path(source).open("rb")  # noqa: SIM115 - lives as long as the table's rows
    extension = PurePath(filename).suffix.lower()
    stream = Peekable(source)
    if not stream.head:
        raise FileError("empty_file")
    if extension == NDJSON and names:
        return open_ndjson(stream, names)
    refuse_old_excel(stream.head, source)
    if extension not in TEXT_EXTENSIONS | EXCEL_EXTENSIONS | OLD_EXCEL_EXTENSIONS:
        raise FileError("unsupported_type")
    refuse_other_kinds(stream.head)
    if extension in OLD_EXCEL_EXTENSIONS:
        raise FileError("old_excel")
    if (extension in EXCEL_EXTENSIONS) != stream.head.startswith(ZIP_MARKS):
        raise FileError("wrong_extension", extension=extension)
    if extension in EXCEL_EXTENSIONS:
        return open_xlsx(stream, known)
    return open_csv(stream, encoding=encoding, known=known)


class Peekable:
    """A forward-only stream whose first bytes may be looked at."""

    def __init__(self, source: ByteSource) -> None:
        self._source = source
        self.head = source.read(HEAD_BYTES) or b""
        while len(self.head) < HEAD_BYTES and (more := source.read(HEAD_BYTES)):
            self.head += more
        self._waiting = self.head

    def read(self, size: int = -1, /) -> bytes:
        if self._waiting:
            head, self._waiting = self._waiting, b""
            return head
        return self._source.read(size) or b""
