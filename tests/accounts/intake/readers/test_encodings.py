"""Bytes to lines: whole lines whatever the blocks, and no line of another encoding unseen."""

import io

import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers import encodings
from accounts.intake.readers.encodings import (
    TextLines,
    failure_at,
    is_utf8_chinese,
    read_head,
    whole_lines,
)
from accounts.intake.readers.errors import FileError

LINE = "C1,王小明,13800138000\n"


def lines(data: bytes, **options) -> list[str]:
    return [line for block in TextLines(io.BytesIO(data), **options).blocks() for line in block]


def refusal(data: bytes, **options) -> tuple[str, object]:
    with pytest.raises(FileError) as caught:
        lines(data, **options)
    return caught.value.code, caught.value.params.get("line")


class Pieces:
    """A stream in the pieces it was given."""

    def __init__(self, pieces: list[bytes]) -> None:
        self._pieces = [piece for piece in pieces if piece]

    def read(self, size: int = -1, /) -> bytes:
        return self._pieces.pop(0) if self._pieces else b""


@given(
    st.lists(st.sampled_from(["a", "王", ",", "\r\n", "\n", "\r", '"']), max_size=30),
    st.lists(st.integers(1, 5), min_size=1, max_size=20),
)
def test_however_the_bytes_come_the_lines_are_the_same(parts, sizes):
    data = "".join(parts).encode()
    pieces, rest = [], data
    for size in sizes:
        pieces.append(rest[:size])
        rest = rest[size:]
    found = b"".join(whole_lines(Pieces([*pieces, rest]), lambda head: head))
    assert found == data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def test_a_mark_at_the_start_is_no_part_of_the_first_line():
    read = TextLines(io.BytesIO(LINE.encode("utf-8-sig")))
    assert [*read.blocks()] == [[LINE]]
    assert read.encoding == "utf-8-sig"


def test_a_file_without_an_end_of_line_has_its_last_line():
    assert lines(b"a,b\n1,2") == ["a,b\n", "1,2"]
    assert lines(b"") == []


def test_a_nul_is_refused_by_its_line():
    assert refusal(b"a,b\n1,2\n3,\0\n") == ("nul_byte", 3)


def test_a_line_longer_than_any_is_refused_by_its_line(monkeypatch):
    monkeypatch.setattr(encodings, "MAX_LINE_BYTES", 20)
    assert refusal(b"a,b\n" + b"x" * 30 + b"\n") == ("line_too_long", 2)


def test_what_was_chosen_is_kept_to():
    assert lines(LINE.encode("gb18030"), chosen="gb18030") == [LINE]
    assert refusal(b"a,b\n" + LINE.encode("gb18030"), chosen="utf-8")[0] == "not_that_encoding"


def test_a_later_line_of_another_encoding_is_refused_by_its_line():
    gb = LINE.encode("gb18030") * 40
    assert refusal(gb + LINE.encode() + gb) == ("mixed_encoding", 41)


@pytest.mark.parametrize(
    ("line", "is_chinese"),
    [("王小明，您好".encode(), True), ("王é".encode(), False), ("王小明".encode("gb18030"), False)],
)
def test_a_line_that_is_plainly_chinese_in_utf8_is_known(line, is_chinese):
    assert is_utf8_chinese(line) is is_chinese


def test_where_a_reading_fails_is_found():
    assert failure_at("ab王".encode("gb18030"), "utf-8") == 2
    assert failure_at("ab王".encode(), "utf-8") == 5


def test_the_head_is_as_long_as_it_must_be_however_slowly_it_comes():
    data = b"x" * 1000
    assert len(read_head(Pieces([data[i : i + 3] for i in range(0, 1000, 3)]))) >= 400
    assert read_head(io.BytesIO(b"ab")) == b"ab"
