"""CSV for people who open it in a spreadsheet: the one way every export is written.

No cell may start a formula (CWE-1236), written in full-width signs or behind blanks as well. A file
begins with a byte order mark, without which Excel reads Chinese as nonsense.
"""

import csv
import io
import re
from collections.abc import Iterable

BYTE_ORDER_MARK = "\ufeff"
# "+8613800138000" and "-12.50" are figures whatever program opens them.
PLAIN_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,]*")
# What spreadsheets take off a cell before they look at it, and then what starts a formula.
FORMULA = re.compile(r"[\s\ufeff\u200b\0]*[=+\-@＝＋－＠﹢﹣﹦﹫⁺⁻⁼₊₋₌]|[\t\r\n\0]")


def safe_cell(value: object) -> str:
    """The value as text, behind an apostrophe when a spreadsheet might run it; None is empty."""
    text = "" if value is None else str(value)
    if FORMULA.match(text) and not PLAIN_FIGURE.fullmatch(text):
        return f"'{text}"
    return text


def csv_line(cells: Iterable[object]) -> str:
    """One line with its end."""
    line = io.StringIO()
    csv.writer(line).writerow([safe_cell(cell) for cell in cells])
    return line.getvalue()


def heading_line(cells: Iterable[object]) -> str:
    """The first line of a file."""
    return BYTE_ORDER_MARK + csv_line(cells)
