"""A file's rows in batches, the next read while the last is worked on."""

import pytest

from accounts.intake.merging.batches import ReadRow, in_batches, read_ahead
from accounts.intake.readers.errors import FileError
from accounts.intake.readers.table import RawRow

ROWS = [RawRow(line, [str(line)]) for line in range(2, 9)]


def read(raw: RawRow) -> ReadRow:
    return ReadRow(raw.line, raw.cells, None)


def broken():
    yield from ROWS[:3]
    raise FileError("empty_file")


def test_rows_come_in_lists_of_no_more_than_the_size():
    found = list(in_batches(ROWS, read, size=3))
    assert [[row.line for row in batch] for batch in found] == [[2, 3, 4], [5, 6, 7], [8]]
    assert list(in_batches([], read)) == []


def test_reading_ahead_changes_nothing():
    plain = list(in_batches(ROWS, read, size=2))
    assert list(read_ahead(in_batches(ROWS, read, size=2))) == plain


def test_where_the_file_breaks_whoever_works_on_it_hears():
    with pytest.raises(FileError):
        list(read_ahead(in_batches(broken(), read, size=2)))


def test_who_stops_early_leaves_nothing_behind():
    ahead = read_ahead(in_batches(ROWS, read, size=2))
    assert [row.line for row in next(ahead)] == [2, 3]
    ahead.close()


def test_the_cells_of_a_row_are_in_no_repr():
    assert "王小明" not in repr(ReadRow(2, ["王小明"], None))
