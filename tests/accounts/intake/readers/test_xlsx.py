import contextlib
import datetime as dt
import io
import zipfile
from collections.abc import Callable

import openpyxl
import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers import xlsx, xlsx_guard
from accounts.intake.readers.open import FileError, Table, open_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows: tuple) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same workbook with one part changed by `change`."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", 8) as new:
        for item in old.infolist():
            part = old.read(item)
            new.writestr(item.filename, change(part) if item.filename == name else part)
    return target.getvalue()


def table(data: bytes) -> Table:
    return open_table(io.BytesIO(data), "loans.xlsx")


def rows(data: bytes) -> list:
    return list(table(data).rows)


def error_of(data: bytes) -> FileError:
    with pytest.raises(FileError) as caught:
        rows(data)
    assert caught.value.message_en
    return caught.value


def test_headings_and_rows_with_their_line_numbers():
    opened = table(workbook(("客户号", "姓名"), ("C1", "王小明"), (None, None), ("C2", " 张三 ")))
    assert (opened.kind, opened.headers) == ("xlsx", ["客户号", "姓名"])
    found = [(row.line, row.cells) for row in opened.rows]
    assert found == [(2, ["C1", "王小明"]), (4, ["C2", "张三"])]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (13800138000, "13800138000"),
        (13800138000.0, "13800138000"),
        (1234.56, "1234.56"),
        (0.1 + 0.2, "0.3"),
        (dt.date(2026, 9, 15), "2026-09-15"),
        (dt.datetime(2026, 9, 15, 18, 0), "2026-09-15 18:00:00"),  # noqa: DTZ001
        (True, "TRUE"),
        ("0123", "0123"),
    ],
)
def test_cells_become_the_text_a_person_sees(value, text):
    assert rows(workbook(("a", "b"), (value, "x")))[0].cells == [text, "x"]


def test_a_formula_is_a_problem_of_its_cell_only():
    found = rows(workbook(("a", "b"), ("x", "=1+1"), ("y", "2")))
    assert found[0].problems == ((1, "formula"),)
    assert found[1].problems == ()


def test_a_number_that_excel_has_rounded_is_a_problem():
    assert rows(workbook(("a",), (622202020011223344,)))[0].problems == ((0, "number_too_long"),)


def test_an_error_value_is_a_problem():
    assert rows(workbook(("a",), ("#N/A",)))[0].problems == ((0, "error_value"),)


def test_a_stray_cell_beyond_the_headings_is_kept_for_the_row_to_refuse():
    assert rows(workbook(("a", "b"), ("1", "2", "3")))[0].cells == ["1", "2", "3"]


def test_merged_headings_are_refused():
    book = openpyxl.Workbook()
    book.active.append(("客户", None, "姓名"))
    book.active.merge_cells("A1:B1")
    assert error_of(saved(book)).code == "blank_header"


def test_the_first_visible_sheet_is_read():
    book = openpyxl.Workbook()
    book.active.append(("hidden",))
    book.create_sheet().append(("a", "b"))
    book.worksheets[0].sheet_state = "hidden"
    book.active = 1
    assert table(saved(book)).headers == ["a", "b"]


def test_an_empty_workbook_is_refused():
    assert error_of(workbook()).code == "no_sheet"


def test_more_rows_than_the_limit_are_refused(monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_ROWS", 3)
    data = workbook(("a",), *[("x",)] * 3)
    assert len(rows(data)) == 3
    assert error_of(workbook(("a",), *[("x",)] * 4)).code == "too_many_rows"


def test_a_row_numbered_beyond_excel_does_not_hang():
    data = workbook(("a",), ("x",))
    far = with_part(data, SHEET, lambda part: part.replace(b'<row r="2"', b'<row r="99999999999"'))
    assert error_of(far).code == "corrupt_workbook"


def test_a_password_is_named():
    ole = xlsx_guard.OLE_MARK + b"\0" * 600 + xlsx_guard.ENCRYPTED_STREAM
    assert error_of(ole).code == "password_protected"


def test_a_damaged_workbook_is_refused():
    data = workbook(("a",), ("x",))
    assert error_of(data[: len(data) // 2]).code == "corrupt_workbook"
    assert error_of(with_part(data, SHEET, lambda part: part[:-40])).code == "corrupt_workbook"
    assert error_of(with_part(data, "xl/workbook.xml", lambda _: b"<a/>")).code in {
        "corrupt_workbook",
        "no_sheet",
    }


def test_a_zip_that_is_no_workbook_is_refused():
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "hello")
    assert error_of(target.getvalue()).code == "corrupt_workbook"


def test_a_zip_bomb_is_refused_by_what_its_directory_says(monkeypatch):
    monkeypatch.setattr(xlsx_guard, "MAX_UNPACKED_BYTES", 200_000)
    data = with_part(workbook(("a",)), SHEET, lambda part: part + b"<x/>" * 100_000)
    assert error_of(data).code == "unpacked_too_large"


def test_a_zip_bomb_is_refused_by_what_comes_out(monkeypatch):
    monkeypatch.setattr(xlsx_guard, "MAX_OTHER_PART_BYTES", 50_000)
    data = with_part(workbook(("a",)), "xl/styles.xml", lambda part: part + b"<x/>" * 100_000)
    assert error_of(data).code == "unpacked_too_large"


def test_a_directory_that_lies_about_sizes_is_refused():
    data = bytearray(with_part(workbook(("a",)), SHEET, lambda part: part + b" " * 90_000))
    entry = data.rindex(SHEET.encode()) - 46
    data[entry + 24 : entry + 28] = (300).to_bytes(4, "little")
    assert error_of(bytes(data)).code in {"corrupt_workbook", "no_sheet"}


def test_a_huge_cell_is_refused_before_it_is_parsed():
    huge = b"<is><t>" + b"x" * 3_000_000 + b"</t></is>"
    data = with_part(workbook(("a",)), SHEET, lambda part: part.replace(b"</c>", huge + b"</c>"))
    assert error_of(data).code == "excel_cell_too_long"


def test_entities_are_refused():
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    data = with_part(workbook(("a",)), SHEET, lambda part: bomb + part)
    assert error_of(data).code == "corrupt_workbook"


def test_a_cell_longer_than_ours_may_be_is_refused():
    assert error_of(workbook(("a",), ("x" * 20_000,))).code == "cell_too_long"


@given(st.data())
def test_a_damaged_byte_gives_rows_or_a_file_error(data):
    damaged = bytearray(PLAIN)
    for _ in range(data.draw(st.integers(1, 5))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileError):
        rows(bytes(damaged))


@given(
    st.sampled_from([SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/sharedStrings.xml"]), st.data()
)
def test_a_damaged_part_gives_rows_or_a_file_error(name, data):
    def damage(part: bytes) -> bytes:
        at = data.draw(st.integers(0, len(part) - 1))
        return part[:at] + data.draw(st.binary(max_size=4)) + part[at + 1 :]

    with contextlib.suppress(FileError):
        rows(with_part(PLAIN, name, damage))


PLAIN = workbook(("客户号", "姓名"), ("C1", "王小明"), ("C2", 5))
