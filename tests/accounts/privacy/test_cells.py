"""Cells of a file on screen: enough to see that they were read rightly."""

import pytest

from accounts.privacy.cells import mask_cell


@pytest.mark.parametrize(
    ("column", "cell", "shown"),
    [
        ("name", "王小明", "王*明"),
        ("phone", "1380013800", "****3800"),
        ("phone", "13800X", "13800X"),
        ("", "黃", "黃"),
        ("id_last4", "123X", "****"),
        ("amount_due", "1234.56", "1234.56"),
        ("", "欧阳锦瑟", "欧**瑟"),
        ("", "13800138000", "****8000"),
        ("", "wang@example.com", "w***@example.com"),
        ("", "123X", "****"),
        ("", "2026-09-10", "2026-09-10"),
        ("", "", ""),
    ],
)
def test_a_cell_is_masked_by_its_column_else_by_its_shape(
    column: str, cell: str, shown: str
) -> None:
    assert mask_cell(cell, column) == shown
