import contextlib
import io
import tracemalloc

import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers.open import FileError, Table, open_table
from accounts.intake.readers.table import MAX_CELL_CHARS

HEAD = "客户号,姓名,手机号\n"
ROW = "C1,王小明,13800138000\n"


def table(data: bytes, filename: str = "loans.csv") -> Table:
    return open_table(io.BytesIO(data), filename)


def cells(data: bytes) -> list[list[str]]:
    return [row.cells for row in table(data).rows]


def error_of(data: bytes, filename: str = "loans.csv") -> FileError:
    with pytest.raises(FileError) as caught:
        list(table(data, filename).rows)
    assert caught.value.message_en
    return caught.value


class Endless(io.RawIOBase):
    """A file that gives the same block over and over, `size` bytes in all."""

    def __init__(self, head: bytes, block: bytes, size: int) -> None:
        self.left, self.head, self.block = size, head, block

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        if self.head:
            head, self.head = self.head, b""
            return head
        data = (self.block * (size // len(self.block) + 1))[: max(0, min(size, self.left))]
        self.left -= len(data)
        return data


@pytest.mark.parametrize(
    ("encoding", "found"),
    [("utf-8", "utf-8"), ("utf-8-sig", "utf-8-sig"), ("gb18030", "gb18030"), ("gbk", "gb18030")],
)
def test_chinese_is_read_in_each_encoding(encoding, found):
    opened = table((HEAD + ROW).encode(encoding))
    assert opened.headers == ["客户号", "姓名", "手机号"]
    assert [row.cells for row in opened.rows] == [["C1", "王小明", "13800138000"]]
    assert (opened.kind, opened.encoding, opened.delimiter) == ("csv", found, ",")


def test_a_character_of_four_bytes_is_read_in_gb18030():
    assert cells((HEAD + "C1,㐂𠮷,1\n").encode("gb18030"))[0][1] == "㐂𠮷"


def test_the_encoding_may_show_only_after_a_long_ascii_part():
    lines = "a,b\n" + "1,2\n" * 200_000
    opened = table((lines + "1,王小明\n").encode("gb18030"))
    assert opened.encoding == "utf-8"
    assert list(opened.rows)[-1].cells == ["1", "王小明"]
    assert opened.encoding == "gb18030"


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
@pytest.mark.parametrize("rows", [1, 30_000])
def test_wide_encodings_are_read_with_or_without_their_mark(encoding, rows):
    opened = table((HEAD + ROW * rows).encode(encoding))
    assert opened.headers == ["客户号", "姓名", "手机号"]
    assert [row.cells for row in opened.rows] == [["C1", "王小明", "13800138000"]] * rows
    assert opened.encoding.startswith(encoding.split("-le")[0].split("-be")[0])


def test_half_a_sign_at_the_end_of_utf16_is_refused():
    assert error_of((HEAD + ROW).encode("utf-16")[:-1]).code == "not_that_encoding"


@pytest.mark.parametrize(("first", "second"), [("utf-8", "gb18030"), ("gb18030", "utf-8")])
@pytest.mark.parametrize("rows", [3, 30_000])
def test_a_change_of_encoding_is_refused_by_its_line(first, second, rows):
    data = (HEAD + ROW * rows).encode(first) + ROW.encode(second) * 3
    error = error_of(data)
    assert (error.code, error.params["line"]) == ("mixed_encoding", rows + 2)


def test_bytes_of_no_encoding_are_refused_by_their_line():
    assert error_of(b"a,b\n1,\xff\xff\xff\n").params["line"] == 2


@given(
    st.text("王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗先生女士消费贷款信用卡分期银行", min_size=1)
)
def test_gb18030_is_not_mistaken_for_mixed(text):
    assert cells((HEAD + f"C1,{text},先生\n").encode("gb18030")) == [["C1", text, "先生"]]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_each_delimiter_is_found(delimiter):
    opened = table(f'"a,x"{delimiter}b{delimiter}c\n1{delimiter}2{delimiter}3\n'.encode())
    assert opened.delimiter == delimiter
    assert next(opened.rows).cells == ["1", "2", "3"]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_each_line_end_is_understood(end):
    rows = list(table(f"a,b{end}1,2{end}3,4".encode()).rows)
    assert [(row.line, row.cells) for row in rows] == [(2, ["1", "2"]), (3, ["3", "4"])]


@given(st.integers(1, 40), st.sampled_from(["\n", "\r\n", "\r"]))
def test_lines_are_the_same_however_the_stream_is_cut(size, end):
    data = (HEAD + ROW * 5).replace("\n", end).encode("gb18030")

    class Trickle(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            return super().read(size)

    rows = list(open_table(Trickle(data), "a.csv").rows)
    assert [row.line for row in rows] == [2, 3, 4, 5, 6]
    assert {tuple(row.cells) for row in rows} == {("C1", "王小明", "13800138000")}


def test_quotes_keep_commas_and_line_ends_and_the_line_numbers_stay_true():
    rows = list(table(b'a,b\n"1,\n""2""",x\n\n3,4\n').rows)
    assert [(row.line, row.cells) for row in rows] == [(2, ['1,\n"2"', "x"]), (5, ["3", "4"])]


@pytest.mark.parametrize("data", [b'a,b\n"1"2,3\n', b'a,b\n1,"2\n'])
def test_quotes_that_do_not_match_are_refused(data):
    error = error_of(data)
    assert (error.code, error.params["line"]) == ("bad_quotes", 2)


def test_a_quote_left_open_does_not_swallow_the_file():
    error = error_of(b'a,b\n1,"2\n' + b"3,4\n" * 500_000)
    assert error.code in {"cell_too_long", "row_too_long", "bad_quotes"}


def test_nul_bytes_are_refused_by_their_line():
    error = error_of(b"a,b\n1,2\n3,\x004\n")
    assert (error.code, error.params["line"]) == ("nul_byte", 3)


@pytest.mark.parametrize("data", [b"", b"\n\n \n", b"\xef\xbb\xbf"])
def test_an_empty_file_is_called_empty(data):
    assert error_of(data).code == "empty_file"


def test_a_long_cell_is_refused():
    quoted = '"' + ("x" * 5000 + "\n") * 3 + '"'
    assert error_of(f"a,b\n1,{quoted}\n".encode()).code == "cell_too_long"
    assert cells(f"a,b\n1,{'x' * MAX_CELL_CHARS}\n".encode())


@pytest.mark.parametrize(
    ("head", "block", "code"),
    [
        (b"a,b\n1,", b"x" * 1024, "line_too_long"),
        (b'a,b\n1,"', b"x" * 60 + b"\n", "cell_too_long"),
        (b"a,b\n", b'"1\n",', "line_too_long"),
        (b'a,b\n"', b'\n","', "row_too_long"),
    ],
)
def test_a_gigabyte_in_one_cell_or_row_needs_no_memory(head, block, code):
    tracemalloc.start()
    try:
        with pytest.raises(FileError) as caught:
            list(open_table(Endless(head, block, 2**30), "a.csv").rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert caught.value.code in {code, "cell_too_long", "row_too_long"}
    assert peak < 60 * 2**20


def test_a_large_file_is_read_in_bounded_memory():
    source = Endless(HEAD.encode(), ROW.encode(), 3 * 2**20)
    tracemalloc.start()
    try:
        count = sum(1 for _ in open_table(source, "a.csv").rows)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count > 100_000
    assert peak < 10 * 2**20


@pytest.mark.parametrize(
    ("filename", "data", "code"),
    [
        ("loans.pdf", b"%PDF-1.4", "unsupported_type"),
        ("loans", b"a,b\n", "unsupported_type"),
        ("loans.csv", b"PK\x03\x04 zip", "wrong_extension"),
        ("loans.xlsx", b"a,b\n1,2\n", "wrong_extension"),
        ("loans.xls", b"a,b\n1,2\n", "old_excel"),
        ("loans.csv", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "old_excel"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(filename, data, code):
    assert error_of(data, filename).code == code


def test_a_gap_between_headings_is_refused():
    error = error_of(b"a,,c\n1,2,3\n")
    assert (error.code, error.params["column"]) == ("blank_header", 2)


def test_empty_headings_at_the_end_are_forgotten():
    assert table(b"a,b,,\n1,2,,\n").headers == ["a", "b"]


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_file_error(data):
    read_all(data)


@given(
    st.lists(st.sampled_from([b'"', b",", b"\n", b"\r", b";", "王".encode(), b"\xcd\xf5", b"x"]))
)
def test_any_mixture_of_csv_parts_gives_rows_or_a_file_error(parts):
    read_all(b"".join(parts))


def read_all(data: bytes) -> None:
    for filename in ("a.csv", "a.xlsx"):
        with contextlib.suppress(FileError):
            rows = table(data, filename).rows
            assert all(isinstance(cell, str) for row in rows for cell in row.cells)
