"""Files of a few rows, in each encoding: read rightly, or asked about; never read wrongly."""

import io
import itertools

import pytest
from hypothesis import given, strategies as st

from accounts.intake.readers.open import FileError, open_table
from accounts.intake.readers.which_encoding import LABELS, TRIED, settle

HEAD = "customer_no,name,product\n"
SIMPLIFIED = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
TRADITIONAL = "陳林黃張李王吳劉蔡楊許鄭謝郭洪邱曾廖賴徐"
GIVEN = {
    "gb18030": [
        "伟",
        "小明",
        "思平",
        "丽华",
        "建国",
        "雨桐",
        "子轩",
        "佳怡",
        "国栋",
        "秀英",
        "志强",
        "梓涵",
    ],
    "big5hkscs": ["雅婷", "怡君", "柏翰", "志豪", "淑芬", "家豪", "宗翰", "詩涵", "俊傑", "美玲"],
}
LATIN = ["Hélène Lévesque", "Jürgen Möller", "José García", "François Müller", "Åsa Öberg", "Zoë"]


def read(data: bytes, **options: str) -> tuple[list[str], str] | None:
    """The names as read, and the encoding; None when a person is asked."""
    try:
        opened = open_table(io.BytesIO(data), "a.csv", **options)
        return [row.cells[1] for row in opened.rows], opened.encoding
    except FileError as error:
        if error.code not in {"which_encoding", "unknown_encoding"}:
            raise
        return None


def names_in(encoding: str) -> list[str]:
    if encoding == "cp1252":
        return LATIN
    surnames = SIMPLIFIED if encoding == "gb18030" else TRADITIONAL
    return [first + given for first, given in itertools.product(surnames, GIVEN[encoding])]


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp1252"])
def test_a_file_of_one_short_name_is_never_read_wrongly_and_seldom_asked_about(encoding):
    names = names_in(encoding)
    asked = 0
    for name in names:
        found = read((HEAD + f"C1,{name},Loan\n").encode(encoding))
        assert found in (None, ([name], encoding)), name
        asked += found is None
    assert asked <= len(names) // 10


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp1252"])
def test_a_file_of_three_names_is_read_without_a_question(encoding):
    names = names_in(encoding)
    for three in zip(names, names[1:], names[2:], strict=False):
        rows = "".join(f"C{at},{name},Loan\n" for at, name in enumerate(three))
        assert read((HEAD + rows).encode(encoding)) == (list(three), encoding)


@pytest.mark.parametrize(
    "name",
    [
        *("王小明", "陳雅婷", "Νίκος Καζάνης", "Łukasz Wójcik", "Đặng Thị Hương", "Иван Петров"),
        *("José", "㐂𠮷", "さくら", "김민수", "محمد علي", "Zoë", "鑫", "François"),
    ],
)
def test_utf8_is_read_as_utf8_whatever_the_script(name):
    assert read((HEAD + f"C1,{name},Loan\n").encode()) == ([name], "utf-8")


def test_the_headings_we_know_settle_it():
    data = "客户号,姓名\nC1,靐\n".encode("gb18030")
    known = {"客户号", "姓名"}.__contains__
    assert settle(data, known) == ("gb18030",)


def test_where_two_encodings_fit_the_question_names_both():
    with pytest.raises(FileError) as caught:
        list(open_table(io.BytesIO(HEAD.encode() + b"C1,\xb6\xc0,Loan\n"), "a.csv").rows)
    error = caught.value
    assert error.code == "which_encoding"
    assert set(str(error.params["encodings"]).split()) <= set(TRIED)
    assert "GB18030" in error.message_en
    assert "Big5" in error.message_en


@pytest.mark.parametrize("encoding", ["gb18030", "big5hkscs", "cp1252", "cp932", "utf-16-le"])
def test_a_person_may_choose(encoding):
    name = {"cp1252": "José", "cp932": "さくら"}.get(encoding, "黃")
    data = (HEAD + f"C1,{name},Loan\n").encode(encoding)
    assert read(data, encoding=encoding) == ([name], encoding)


def test_a_choice_that_does_not_fit_is_refused_by_its_line():
    with pytest.raises(FileError) as caught:
        list(open_table(io.BytesIO(HEAD.encode() + b"C1,\xff\n"), "a.csv", encoding="utf-8").rows)
    assert (caught.value.code, caught.value.params["line"]) == ("not_that_encoding", 2)


def test_every_encoding_that_may_be_chosen_exists_and_has_a_name():
    for encoding, label in LABELS.items():
        assert "".encode(encoding) is not None
        assert label


@given(st.binary(min_size=1, max_size=60))
def test_any_bytes_are_settled_or_asked_about(data):
    assert set(settle(data, lambda _cell: False)) <= set(TRIED)
