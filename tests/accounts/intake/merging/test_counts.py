"""Counting what a file brings; all bad rows are counted, the first errors kept."""

import pytest

from accounts.intake.merging import counts
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.counts import Counts, Tally, as_text, from_text
from accounts.intake.parsing.shapes import CellError, Remark
from accounts.models import ImportFile

BAD = CellError("phone", "bad_phone"), CellError("name", "required")


def row(line: int, *remarks: Remark) -> ReadRow:
    return ReadRow(line, ["王小明", "x"], None, remarks=remarks)


def test_what_was_read_otherwise_than_written_is_counted_with_the_first_line():
    tally = Tally(ImportFile())
    phone, name = Remark("phone", "decimals"), Remark("name", "trimmed")
    for read in (row(2, phone), row(3, phone, name), row(4)):
        tally.remark(read)
    assert tally.remarks() == [
        {"column": "name", "code": "trimmed", "count": 1, "first": 3},
        {"column": "phone", "code": "decimals", "count": 2, "first": 2},
    ]


def test_a_row_is_kept_once_with_the_first_of_its_errors():
    tally = Tally(ImportFile())
    tally.refuse(row(2), *BAD)
    assert tally.counts.bad == 1
    first, second = tally._waiting
    assert (first.column, first.line, second.column) == ("phone", 2, "name")
    assert second.row is None


def test_beyond_the_most_rows_are_counted_and_no_longer_kept(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(counts, "MAX_STORED_PROBLEMS", 3)
    tally = Tally(ImportFile())
    for line in range(2, 7):
        tally.refuse(row(line), *BAD)
    assert (tally.counts.bad, len(tally._waiting)) == (5, 3)


def test_counts_are_columns_of_the_file():
    assert Counts(5, 1, 1, 2, 1).as_columns() == {
        "rows_read": 5,
        "rows_new": 1,
        "rows_changed": 1,
        "rows_unchanged": 2,
        "rows_bad": 1,
    }


def test_cells_are_kept_as_they_were():
    cells = ["王小明", "", '"', "a\nb"]
    assert from_text(as_text(cells)) == cells
