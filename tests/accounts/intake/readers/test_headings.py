import io

import openpyxl
import pytest

from accounts.intake.readers.headings import heading_row
from accounts.intake.readers.open import open_table

KNOWN = {"customer_no", "name", "phone", "客户号", "姓名"}.__contains__
HEAD = ["customer_no", "name", "phone"]
ROW = ["C1", "王小明", "13800138000"]


def opened(text: str, **options: object):
    return open_table(io.BytesIO(text.encode()), "a.csv", known=KNOWN, **options)


def test_the_row_with_most_known_headings_is_the_one():
    assert (
        heading_row([["x", "y"], ["name", "y"], ["name", "phone"], ["name", "phone"]], KNOWN) == 2
    )
    assert heading_row([["x", "y"], ["name", "y"]], KNOWN) == 0
    assert heading_row([], KNOWN) == 0


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize(
    "above",
    [
        "",
        "sep={}\n",
        '"sep={}"\n',
        "逾期清单（截至2026年9月15日）\n",
        "逾期清单{0}{0}\n",
        "逾期清单，机构：安和;共2户\n\n制表人{0}张三{0}\n",
        "Overdue; list, of | today\n",
    ],
)
def test_a_table_is_found_below_a_separator_line_or_a_title(above, delimiter):
    above = above.format(delimiter)
    text = above + delimiter.join(HEAD) + "\n" + delimiter.join(ROW) + "\n"
    table = opened(text)
    assert (table.headers, table.delimiter) == (HEAD, delimiter)
    assert [(row.line, row.cells) for row in table.rows] == [(above.count("\n") + 2, ROW)]


def test_a_comma_within_quotes_parts_nothing():
    table = opened('"a,b,c,d"|"e,f"\ncustomer_no|name\nC1|"王,小明"\n')
    assert table.headers == ["customer_no", "name"]
    assert next(table.rows).cells == ["C1", "王,小明"]


def workbook(*sheets: list) -> bytes:
    book = openpyxl.Workbook()
    for at, rows in enumerate(sheets):
        sheet = book.active if at == 0 else book.create_sheet()
        for row in rows:
            sheet.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_in_a_workbook_the_table_is_found_below_its_title_and_behind_its_cover():
    data = workbook([["说明"], ["本表每日更新"]], [["逾期清单"], [], HEAD, ROW])
    table = open_table(io.BytesIO(data), "a.xlsx", known=KNOWN)
    assert table.headers == HEAD
    assert [(row.line, row.cells) for row in table.rows] == [(4, ROW)]
