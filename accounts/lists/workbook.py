"""A table as a workbook (XLSX): figures as numbers, and no cell that a spreadsheet would run."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

from accounts.lists.spreadsheets import safe_cell

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def written(heading: Sequence[object], rows: Iterable[Sequence[object]]) -> bytes:
    """The whole file. openpyxl brings numpy along, so who asks for no file does not load it."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append([safe_cell(cell) for cell in heading])
    for row in rows:
        sheet.append([_cell(cell) for cell in row])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def _cell(value: object) -> object:
    """A figure stays one; a text cannot begin a formula."""
    if isinstance(value, int | float | Decimal):
        return value
    text = safe_cell(value)
    try:
        return int(text)
    except ValueError:
        return text
