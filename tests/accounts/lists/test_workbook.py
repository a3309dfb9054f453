"""A table as a workbook."""

import io

from openpyxl import load_workbook

from accounts.lists.workbook import written


def test_figures_are_numbers_and_no_text_begins_a_formula() -> None:
    book = load_workbook(io.BytesIO(written(["What", "Figure"], [["=1+1", "12"], ["平常", "—"]])))
    rows = [[cell.value for cell in row] for row in book.active.iter_rows()]
    assert rows == [["What", "Figure"], ["'=1+1", 12], ["平常", "—"]]
