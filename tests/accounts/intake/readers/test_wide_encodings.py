"""UTF-16 and UTF-32: known by mark or by where the NULs stand, and read as UTF-8."""

import io

import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.wide_encodings import AsUtf8, wide_encoding

TEXT = "客户号,姓名,手机号\nC1,王小明,13800138000\n"
WIDE = ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"]


class Drops:
    """A stream that gives a few bytes at a time, whatever it is asked for."""

    def __init__(self, data: bytes, size: int) -> None:
        self._source, self._size = io.BytesIO(data), size

    def read(self, size: int = -1, /) -> bytes:
        return self._source.read(self._size)


def read(data: bytes, encoding: str, size: int = 7) -> str:
    stream, blocks = AsUtf8(Drops(data, size), encoding), []
    while block := stream.read(1024):
        blocks.append(block)
    return b"".join(blocks).decode()


@pytest.mark.parametrize("encoding", WIDE)
def test_a_mark_says_which_it_is(encoding):
    assert wide_encoding("\ufeff".encode(encoding) + TEXT.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_without_a_mark_the_nuls_say_it(encoding):
    assert wide_encoding(TEXT.encode(encoding)) == encoding


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "big5hkscs"])
def test_other_encodings_are_none_of_these(encoding):
    assert wide_encoding(TEXT.encode(encoding)) is None


@pytest.mark.parametrize("head", [b"", b"a", b"\0", b"\0" * 200, b"a\0b\0\0c\0d" * 20])
def test_nuls_on_both_sides_or_hardly_any_text_say_nothing(head):
    assert wide_encoding(head) is None


@given(
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=60),
    encoding=st.sampled_from(WIDE),
    size=st.integers(1, 9),
)
def test_however_the_bytes_come_the_text_is_the_same(text, encoding, size):
    assert read(text.encode(encoding), encoding, size) == text.removeprefix("\ufeff")


def test_the_mark_is_no_part_of_the_text():
    assert read(("\ufeff" + TEXT).encode("utf-16-le"), "utf-16-le") == TEXT


def test_a_file_that_breaks_off_is_refused_by_its_line():
    with pytest.raises(FileError) as caught:
        read(TEXT.encode("utf-16-le")[:-1], "utf-16-le")
    assert (caught.value.code, caught.value.params["line"]) == ("not_that_encoding", 2)
