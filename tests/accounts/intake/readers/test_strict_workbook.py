import io
import zipfile

import openpyxl
import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers import strict_workbook
from accounts.intake.readers.open import FileError, open_table

NAMES = (
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/", b"spreadsheetml/"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"officeDocument/"),
    (b"http://schemas.openxmlformats.org/drawingml/2006/", b"drawingml/"),
)


def strict(data: bytes) -> bytes:
    """The workbook as “Strict Open XML Spreadsheet” names its parts."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for item in old.infolist():
            part = old.read(item)
            for name, short in NAMES:
                part = part.replace(name, strict_workbook.MARK + short)
            new.writestr(item.filename, part)
    return target.getvalue()


def workbook(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def test_a_strict_workbook_is_read_like_any_other():
    rows = [(f"C{at}", "王小明") for at in range(3000)]
    table = open_table(io.BytesIO(strict(workbook(("客户号", "姓名"), *rows))), "a.xlsx")
    assert table.headers == ["客户号", "姓名"]
    assert [tuple(row.cells) for row in table.rows] == rows


def test_a_strict_workbook_that_cannot_be_read_says_what_it_is():
    data = strict(workbook(("a",))).replace(
        b"xl/worksheets/sheet1.xml", b"xl/worksheets/sheetX.xml"
    )
    with pytest.raises(FileError) as caught:
        list(open_table(io.BytesIO(data), "a.xlsx").rows)
    assert caught.value.code == "strict_workbook"
    assert "Excel Workbook" in caught.value.message_en


@given(st.integers(1, 90), st.integers(0, 200))
def test_a_name_across_two_blocks_is_changed_too(size, before):
    part = b"x" * before + b'<a xmlns="' + strict_workbook.MARK + b'spreadsheetml/main"/>' * 3

    class Small(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    changed = b"".join(strict_workbook.names_changed(Small(part)))
    assert changed == part.replace(
        strict_workbook.MARK + b"spreadsheetml/",
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/",
    )
