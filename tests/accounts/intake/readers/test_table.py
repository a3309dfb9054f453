"""Headings: gaps are refused, what trails off is left out."""

import pytest

from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import MAX_COLUMNS, RawRow, Table, check_headers


def test_blanks_around_headings_and_empty_ones_at_the_end_go():
    assert check_headers([" a ", "b", " ", ""]) == ["a", "b"]
    assert check_headers(["", " "]) == []


def test_a_gap_between_headings_is_named_by_its_column():
    with pytest.raises(FileError) as caught:
        check_headers(["a", " ", "c"])
    assert (caught.value.code, caught.value.params) == ("blank_header", {"column": 2})


def test_more_columns_than_anybody_has_are_refused():
    assert len(check_headers(["a"] * MAX_COLUMNS)) == MAX_COLUMNS
    with pytest.raises(FileError) as caught:
        check_headers(["a"] * (MAX_COLUMNS + 1))
    assert caught.value.code == "too_many_columns"


def test_the_cells_of_a_row_are_in_no_repr():
    assert "王小明" not in repr(RawRow(2, ["王小明"], shown=((0, "王小明"),)))


def test_a_table_says_its_encoding_when_it_is_asked():
    seen = ["utf-8"]
    table = Table("csv", ["a"], iter(()), ",", lambda: seen[-1])
    seen.append("gb18030")
    assert table.encoding == "gb18030"
    assert Table("xlsx", ["a"], iter(())).encoding == "utf-8"
