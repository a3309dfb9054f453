"""What is refused of a workbook before a library parses it."""

import io
import zipfile

import pytest

from accounts.intake.readers import xlsx_guard as guard
from accounts.intake.readers.errors import FileError

BLOCK = guard.BLOCK_BYTES


def refused(act, *given) -> str:
    with pytest.raises(FileError) as caught:
        act(*given)
    return caught.value.code


def archive(parts: dict[str, bytes]) -> zipfile.ZipFile:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in parts.items():
            packed.writestr(name, data)
    return zipfile.ZipFile(file)


def test_plain_parts_pass():
    guard.check_archive(archive({"xl/workbook.xml": b"<a/>", "xl/media/1.png": b"\0" * 100}))


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"<!DOCTYPE a><a/>", "corrupt_workbook"),
        (b"<a/>" + b" " * (BLOCK - 8) + b"<!DOCTYPE b>", "corrupt_workbook"),  # over two blocks
        ("<a/>".encode("utf-16"), "corrupt_workbook"),
        (b"text", "corrupt_workbook"),
        (b"<a>" + b"x" * (3 * BLOCK), "excel_cell_too_long"),
    ],
)
def test_a_part_that_is_no_plain_xml_is_refused(data, code):
    assert refused(guard.check_archive, archive({"xl/sharedStrings.xml": data})) == code


def test_marks_and_blanks_in_front_of_xml_are_let_pass():
    guard.check_xml_block(b"\xef\xbb\xbf \r\n<a/>", b"")


def test_a_part_of_another_kind_is_only_measured():
    assert guard.measure(io.BytesIO(b"<!DOCTYPE a>"), "xl/media/1.png") == 12


@pytest.mark.parametrize(
    ("name", "limit"),
    [
        ("xl/worksheets/sheet1.xml", guard.MAX_UNPACKED_BYTES),
        ("xl/media/1.png", guard.MAX_UNPACKED_BYTES),
        ("xl/SharedStrings.xml", guard.MAX_SHARED_STRINGS_BYTES),
        ("xl/styles.xml", guard.MAX_OTHER_PART_BYTES),
    ],
)
def test_each_part_has_its_limit(name, limit):
    assert guard.part_limit(name) == limit


def test_a_part_that_unpacks_to_more_than_its_limit_is_stopped(monkeypatch):
    monkeypatch.setattr(guard, "MAX_OTHER_PART_BYTES", 100)
    assert refused(guard.measure, io.BytesIO(b"<" * 101), "xl/styles.xml") == "unpacked_too_large"


def test_parts_without_number_and_directories_that_say_too_much_are_refused(monkeypatch):
    many = {f"{number}.txt": b"" for number in range(4)}
    monkeypatch.setattr(guard, "MAX_PARTS", 3)
    assert refused(guard.check_archive, archive(many)) == "unpacked_too_large"
    monkeypatch.setattr(guard, "MAX_UNPACKED_BYTES", 9)
    assert refused(guard.check_archive, archive({"a.txt": b"x" * 10})) == "unpacked_too_large"


def test_old_excel_and_a_password_are_told_apart_wherever_the_directory_lies():
    old = guard.OLE_MARK + b"\0" * 100
    assert refused(guard.refuse_old_excel, old, io.BytesIO(b"\0" * 3000)) == "old_excel"
    late = b"\0" * (guard.MEGABYTE - 4) + guard.ENCRYPTED_STREAM  # over two reads
    assert refused(guard.refuse_old_excel, old, io.BytesIO(late)) == "password_protected"


def test_what_is_no_ole_container_is_not_read():
    guard.refuse_old_excel(b"PK\x03\x04", io.BytesIO(b"never"))
