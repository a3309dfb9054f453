"""A large file is read by a process of its own: the same comes of it, and no process stays."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import closing
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, strategies as st

from accounts.intake.jobs import reader_process, run_file
from accounts.intake.merging import batches
from accounts.intake.merging.batches import ReadRow
from accounts.intake.parsing.shapes import CellError, RepaymentRow, RowErrors
from accounts.intake.readers.errors import FileError
from accounts.models import ImportFile, ImportProblem, Lender, Loan
from tests.make_intake import applied, as_csv, checked, counts, loan


@pytest.fixture
def apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is a large one, in batches of two."""
    monkeypatch.setattr(reader_process, "LEAST_BYTES", 0)
    monkeypatch.setattr(
        run_file, "in_batches", lambda rows, read: batches.in_batches(rows, read, size=2)
    )


@pytest.fixture(autouse=True)
def no_process_stays() -> Iterator[None]:
    yield
    assert multiprocessing.active_children() == []


def no_notes() -> None:
    return None


def heed(_said: Any) -> None:
    return None


def some(count: int) -> Iterator[list[ReadRow]]:
    for n in range(count):
        yield [ReadRow(n, ["a", ""], RowErrors((CellError("phone", "bad_phone"),), n))]


@pytest.mark.django_db
def test_good_rows_bad_rows_and_other_parties_end_as_in_a_small_file(
    anhe: Lender, now: datetime, apart: None
) -> None:
    debtor = loan(loan_no="L-1")
    rows = [
        *(debtor, loan(), loan(phone="12", amount_due="-3"), debtor),
        loan(loan_no="L-1", customer_no="OTHER", role="guarantor"),
    ]
    for look in (checked, applied):
        done = look(as_csv(rows), now=now)
        assert counts(done) == {"new": 3, "bad": 2}
        found = ImportProblem.objects.filter(import_file=done).order_by("line")
        assert [(each.line, each.code) for each in found][-1] == (5, "duplicate_loan")
        assert done.encoding == "utf-8"
    assert Loan.objects.count() == 2


@pytest.mark.django_db
def test_a_file_that_breaks_on_the_way_says_why_and_leaves_nothing(
    anhe: Lender, now: datetime, apart: None
) -> None:
    broken = as_csv([loan(), loan(), loan()]) + "K9,王小明\n".encode("gb18030")
    done = applied(broken, now=now)
    assert (done.state, Loan.objects.count()) == (ImportFile.State.FAILED, 0)
    assert "mixed_encoding" in done.error


def test_a_reader_that_is_killed_is_an_error_and_no_end_of_the_file() -> None:
    def dies() -> Iterator[list[ReadRow]]:
        yield from some(1)
        os.kill(os.getpid(), signal.SIGKILL)

    with (
        pytest.raises(reader_process.ReaderEnded),
        closing(reader_process.read_apart(dies(), no_notes, heed)) as r,
    ):
        list(r)


def test_what_no_file_should_do_is_named_without_its_text() -> None:
    def fails() -> Iterator[list[ReadRow]]:
        yield from some(1)
        raise KeyError("13800138000")

    with pytest.raises(reader_process.ReaderEnded, match=r"^KeyError$"):
        list(reader_process.read_apart(fails(), no_notes, heed))


def test_an_error_of_the_file_is_raised_here_with_all_it_says() -> None:
    def breaks() -> Iterator[list[ReadRow]]:
        yield from some(2)
        raise FileError("line_too_long", line=3, limit=10)

    with pytest.raises(FileError) as caught:
        list(reader_process.read_apart(breaks(), no_notes, heed))
    assert (caught.value.code, caught.value.params) == ("line_too_long", {"line": 3, "limit": 10})


def test_whoever_stops_listening_ends_the_reader() -> None:
    with closing(reader_process.read_apart(some(10**9), no_notes, heed)) as rows:
        assert next(rows)


@given(st.lists(st.text(), min_size=1), st.integers(), st.decimals(allow_nan=False))
def test_rows_come_out_as_they_went_in(cells: list[str], line: int, amount: Any) -> None:
    cells = [cell.replace("\0", "") for cell in cells]
    value = RepaymentRow("R-1", "L-1", date(2026, 9, 15), amount)
    batch = [ReadRow(line, cells, value), *next(some(1))]
    assert reader_process.unpacked(reader_process.packed(batch)) == batch
