import io
import zipfile

import pytest

from accounts.intake.readers.open import FileError, open_table


def archive(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as made:
        for name in names:
            made.writestr(name, "<x/>")
    return target.getvalue()


@pytest.mark.parametrize(
    ("filename", "data", "code"),
    [
        ("a.xlsx", b"<html><table></table></html>", "web_page"),
        ("a.xls", b"\xef\xbb\xbf\n<!DOCTYPE html><html>", "web_page"),
        ("a.csv", b"<TABLE border=1><tr><td>x</td></tr>", "web_page"),
        ("a.xls", "<html>".encode("utf-16"), "web_page"),
        ("a.xls", b"MIME-Version: 1.0\nContent-Type: multipart/related", "web_page"),
        (
            "a.xls",
            b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>',
            "xml_spreadsheet",
        ),
        ("a.csv", b'<?xml version="1.0"?><loans/>', "xml_file"),
        ("a.xlsx", b"%PDF-1.7", "pdf"),
        ("a.xlsx", archive("xl/workbook.bin"), "binary_workbook"),
        ("a.xlsx", archive("mimetype", "content.xml"), "opendocument"),
    ],
)
def test_what_only_has_the_name_of_a_workbook_is_called_what_it_is(filename, data, code):
    with pytest.raises(FileError) as caught:
        open_table(io.BytesIO(data), filename)
    assert caught.value.code == code
    assert "xlsx" in caught.value.message_en


def test_a_cell_may_begin_with_a_bracket():
    assert open_table(io.BytesIO(b"a,b\n<html>,1\n"), "a.csv").headers == ["a", "b"]
