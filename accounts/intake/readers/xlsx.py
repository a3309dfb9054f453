"""The first sheet of an Excel workbook as a stream of rows."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.headings import SEARCHED_ROWS, Known, heading_row, known_in
from accounts.intake.readers.number_formats import as_shown
from accounts.intake.readers.sniff import refuse_other_archives
from accounts.intake.readers.strict_workbook import as_transitional, is_strict
from accounts.intake.readers.table import (
    MAX_CELL_CHARS,
    MAX_COLUMNS,
    ByteSource,
    RawRow,
    Table,
    check_headers,
)
from accounts.intake.readers.xlsx_guard import MAX_PACKED_BYTES, MEGABYTE, check_archive
from accounts.privacy.hiding import hides

MAX_ROWS = 100_000  # of data; openpyxl reads about 8,000 rows a second
LAST_EXCEL_ROW = 1_048_576
EXACT_DIGITS = 15  # Excel keeps no more of a number


def open_xlsx(source: ByteSource, known: Known) -> Table:
    """Takes the whole (packed) file into memory first: a zip is read from its end."""
    from openpyxl import load_workbook  # heavy: only who reads a workbook pays for it

    packed = source.read(MAX_PACKED_BYTES + 1)
    while len(packed) <= MAX_PACKED_BYTES and (more := source.read(MAX_PACKED_BYTES)):
        packed += more
    if len(packed) > MAX_PACKED_BYTES:
        raise FileError("file_too_large", limit=MAX_PACKED_BYTES // MEGABYTE)
    broken = "corrupt_workbook"
    try:
        file = io.BytesIO(packed)
        with zipfile.ZipFile(file) as archive:
            check_archive(archive)
            refuse_other_archives(archive)
            if is_strict(archive):
                broken = "strict_workbook"
                file = as_transitional(archive)
        book = load_workbook(file, read_only=True, keep_links=False)
        sheet, line, headers = find_table(book, known)
    except FileError as error:
        if error.code == "no_sheet" and broken == "strict_workbook":
            raise FileError(broken) from error
        raise
    except Exception as error:  # a damaged workbook makes the library raise anything at all
        raise FileError(broken) from error
    return Table("xlsx", headers, read_rows(sheet, after=line, width=len(headers)))


def find_table(book: Any, known: Known) -> tuple[Any, int, list[str]]:
    """Sheet, line and cells of the headings: the first visible sheet, unless a later one has more
    headings that we know (the first may be a cover)."""
    best: tuple[int, Any, int, list[str]] | None = None
    for sheet in book.worksheets:
        if getattr(sheet, "sheet_state", "visible") != "visible":
            continue
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        found = find_headers(sheet, known)
        if found and (best is None or known_in(found[1], known) > best[0]):
            best = (known_in(found[1], known), sheet, *found)
    if best is None:
        raise FileError("no_sheet")
    _known, sheet, line, cells = best
    return sheet, line, check_headers(cells)


def find_headers(sheet: Any, known: Known) -> tuple[int, list[str]] | None:
    """Among the first rows, the one with the headings: its line and its cells."""
    rows = sheet.iter_rows(max_row=SEARCHED_ROWS, max_col=MAX_COLUMNS + 1)
    read = [
        (line, cells)
        for line, row in enumerate(islice(rows, SEARCHED_ROWS), start=1)
        if any(cells := [read_cell(cell).text for cell in row])
    ]
    return read[heading_row([cells for _line, cells in read], known)] if read else None


def read_rows(sheet: Any, *, after: int, width: int) -> Iterator[RawRow]:
    """Rows below the headings; one column more than they have, to see stray cells."""
    found = 0
    rows = enumerate(sheet.iter_rows(max_col=width + 1), start=1)
    while True:
        try:
            line, row = next(rows)
            if line > LAST_EXCEL_ROW:  # the library fills gaps: a row number may ask for years
                raise FileError("corrupt_workbook")
            if line <= after or all(cell.value is None for cell in row):
                continue
            raw = read_row(line, row, width=width)
        except StopIteration:
            return
        except FileError:
            raise
        except Exception as error:  # damage further down in the sheet
            raise FileError("corrupt_workbook") from error
        if not any(raw.cells):
            continue
        found += 1
        if found > MAX_ROWS:
            raise FileError("too_many_rows", limit=MAX_ROWS)
        yield raw


def read_row(line: int, row: tuple[Any, ...], *, width: int) -> RawRow:
    cells: list[str] = []
    problems: list[tuple[int, str]] = []
    shown: list[tuple[int, str]] = []
    for position, cell in enumerate(row):
        read = read_cell(cell)
        if len(read.text) > MAX_CELL_CHARS:
            raise FileError("cell_too_long", line=line, limit=MAX_CELL_CHARS)
        if read.problem:
            problems.append((position, read.problem))
        if read.shown is not None:
            shown.append((position, read.shown))
        cells.append(read.text)
    if not cells[-1]:
        cells = cells[:width]
    return RawRow(line, cells, tuple(problems), tuple(shown))


@hides("text", "shown")
class Cell(NamedTuple):
    """As text; the code of what is wrong with it; and a number as its format shows it."""

    text: str
    problem: str = ""
    shown: str | None = None


def read_cell(cell: Any) -> Cell:
    value, kind = cell.value, cell.data_type
    if value is None:
        return Cell("")
    if kind == "f":
        return Cell("=", "formula")
    if kind == "e":
        return Cell(str(value), "error_value")
    if isinstance(value, str):
        return Cell((_unescaped(value) if "_x" in value else value).strip())
    if isinstance(value, bool):
        return Cell(str(value).upper(), "became_truth")
    if isinstance(value, int | float):
        text, problem = number_text(value)
        if problem or not float(value).is_integer():
            return Cell(text, problem)
        return Cell(text, "", as_shown(int(value), cell.number_format))
    return Cell(time_text(value), "date_cell")


def _unescaped(value: str) -> str:
    """Excel writes a line end in a cell as _x000D_; the library hands that on as it is."""
    from openpyxl.utils.escape import unescape

    return str(unescape(value))


def number_text(value: float) -> tuple[str, str]:
    """13800138000.0 → "13800138000"; past fifteen digits Excel itself has lost the rest."""
    if abs(value) >= 10**EXACT_DIGITS:
        return str(value), "number_too_long"
    if isinstance(value, int) or value.is_integer():
        return str(int(value)), ""
    return f"{value:.{EXACT_DIGITS}g}", ""


def time_text(value: object) -> str:
    """A date without its midnight; times to the second, since Excel's are a fraction of a day."""
    if isinstance(value, dt.datetime):
        if value.microsecond >= 500_000:
            value += dt.timedelta(seconds=1)
        value = value.replace(microsecond=0)
        midnight = value.time() == dt.time.min
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    return value.isoformat() if isinstance(value, dt.date | dt.time) else str(value)
