"""A CSV or Excel file of days as lines for `lines.read_days`."""

from pathlib import Path

from accounts.intake.readers.open import open_table
from accounts.intake.readers.table import ByteSource

MOST_ROWS = 1_000
"""A calendar has one row a day at most, and a few headings."""


def text_of_table(source: ByteSource | Path | str, filename: str) -> str:
    """The headings and rows, one a line. Raises FileError."""
    table = open_table(source, filename)
    rows = [table.headers]
    for row in table.rows:
        rows.append(row.cells)
        if len(rows) > MOST_ROWS:
            break
    return "\n".join("\t".join(cells) for cells in rows)
