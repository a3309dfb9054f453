"""The first sheet of an Excel workbook as a stream of rows."""

import datetime as dt
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from typing import Any

import openpyxl

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import (
    MAX_CELL_CHARS,
    MAX_COLUMNS,
    ByteSource,
    RawRow,
    Table,
    check_headers,
)
from accounts.intake.readers.xlsx_guard import MAX_PACKED_BYTES, MEGABYTE, check_archive

MAX_ROWS = 100_000  # of data; openpyxl reads about 8,000 rows a second
LAST_EXCEL_ROW = 1_048_576
HEADER_SEARCH_ROWS = 20
EXACT_DIGITS = 15  # Excel keeps no more of a number


def open_xlsx(source: ByteSource) -> Table:
    """Takes the whole (packed) file into memory first: a zip is read from its end."""
    packed = source.read(MAX_PACKED_BYTES + 1)
    while len(packed) <= MAX_PACKED_BYTES and (more := source.read(MAX_PACKED_BYTES)):
        packed += more
    if len(packed) > MAX_PACKED_BYTES:
        raise FileError("file_too_large", limit=MAX_PACKED_BYTES // MEGABYTE)
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            check_archive(archive)
        book = openpyxl.load_workbook(io.BytesIO(packed), read_only=True, keep_links=False)
        sheet = first_visible_sheet(book)
        sheet.reset_dimensions()  # what the file says of its size may be wrong
        line, headers = find_headers(sheet)
    except FileError:
        raise
    except Exception as error:  # a damaged workbook makes the library raise anything at all
        raise FileError("corrupt_workbook") from error
    return Table("xlsx", headers, read_rows(sheet, after=line, width=len(headers)))


def first_visible_sheet(book: Any) -> Any:
    for sheet in book.worksheets:
        if getattr(sheet, "sheet_state", "visible") == "visible":
            return sheet
    raise FileError("no_sheet")


def find_headers(sheet: Any) -> tuple[int, list[str]]:
    """The first row with text, among the first few: its line number and its cells."""
    rows = sheet.iter_rows(max_row=HEADER_SEARCH_ROWS, max_col=MAX_COLUMNS + 1)
    for line, row in enumerate(islice(rows, HEADER_SEARCH_ROWS), start=1):
        cells = [read_cell(cell)[0] for cell in row]
        if any(cells):
            return line, check_headers(cells)
    raise FileError("no_sheet")


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
    for position, cell in enumerate(row):
        text, problem = read_cell(cell)
        if len(text) > MAX_CELL_CHARS:
            raise FileError("cell_too_long", line=line, limit=MAX_CELL_CHARS)
        if problem:
            problems.append((position, problem))
        cells.append(text)
    if not cells[-1]:
        cells = cells[:width]
    return RawRow(line, cells, tuple(problems))


def read_cell(cell: Any) -> tuple[str, str]:
    """The cell as text, and the code of what is wrong with it ("" when nothing is)."""
    value, kind = cell.value, cell.data_type
    if value is None:
        return "", ""
    if kind == "f":
        return "=", "formula"
    if kind == "e":
        return str(value), "error_value"
    if isinstance(value, str):
        return value.strip(), ""
    if isinstance(value, bool):
        return str(value).upper(), ""
    if isinstance(value, int | float):
        return number_text(value)
    return time_text(value), ""


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
