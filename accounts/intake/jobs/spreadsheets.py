"""Cells written for spreadsheets: none of them may start a formula (CWE-1236)."""

import re

# "+8613800138000" and "-12.50" are figures whatever program opens them.
PLAIN_FIGURE = re.compile(r"[+-]?[0-9][0-9 .,]*")
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(text: str) -> str:
    """The text, behind an apostrophe when a spreadsheet might run it."""
    if text.startswith(FORMULA_STARTS) and not PLAIN_FIGURE.fullmatch(text):
        return f"'{text}"
    return text
