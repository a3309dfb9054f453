"""Which reader a file gets, by its bytes and its name; what it is not is said."""

import io
from pathlib import Path

import pytest

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.open import HEAD_BYTES, Peekable, open_table

CSV = b"a,b\n1,2\n"
ZIP, OLE = b"PK\x03\x04" + b"\0" * 40, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40


def refused(data: bytes, filename: str) -> str:
    with pytest.raises(FileError) as caught:
        list(open_table(io.BytesIO(data), filename).rows)
    return caught.value.code


@pytest.mark.parametrize("filename", ["loans.csv", "LOANS.CSV", "a.b.txt", "loans.tsv"])
def test_text_is_opened_under_each_of_its_extensions(filename):
    assert open_table(io.BytesIO(CSV), filename).headers == ["a", "b"]


def test_a_path_is_opened_too(tmp_path: Path):
    file = tmp_path / "upload"
    file.write_bytes(CSV)
    for source in (file, str(file)):
        assert [row.cells for row in open_table(source, "loans.csv").rows] == [["1", "2"]]


@pytest.mark.parametrize(
    ("data", "filename", "code"),
    [
        (b"", "loans.csv", "empty_file"),
        (CSV, "loans.pdf", "unsupported_type"),
        (CSV, "loans", "unsupported_type"),
        (CSV, "loans.xls", "old_excel"),
        (OLE, "loans.xls", "old_excel"),
        (OLE, "loans.csv", "old_excel"),
        (CSV, "loans.xlsx", "wrong_extension"),
        (ZIP, "loans.csv", "wrong_extension"),
    ],
)
def test_what_it_is_not_is_said_before_anything_is_read(data, filename, code):
    assert refused(data, filename) == code


class Trickle:
    """Three bytes a read."""

    def __init__(self, data: bytes) -> None:
        self._source = io.BytesIO(data)

    def read(self, size: int = -1, /) -> bytes:
        return self._source.read(3)


def test_the_head_is_whole_however_slowly_it_comes_and_is_read_again():
    data = bytes(range(256)) * 6
    stream = Peekable(Trickle(data))
    assert data.startswith(stream.head)
    assert len(stream.head) >= HEAD_BYTES
    assert b"".join(iter(lambda: stream.read(64), b"")) == data
