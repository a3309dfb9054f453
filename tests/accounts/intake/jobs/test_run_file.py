"""Whatever is handed in: a clear error, and nothing of it enters."""

import io
import zipfile
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from accounts.intake.jobs import lifecycle, messages
from accounts.models import Customer, ImportFile, ImportProblem, Lender, Loan
from tests.make_intake import applied, arrive, as_csv, checked, counts, loan

pytestmark = pytest.mark.django_db


def workbook(*rows: list[Any]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def zip_bomb() -> bytes:
    """A workbook whose sheet unpacks to half a gigabyte of nothing."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(workbook(["a"]))) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            if "sheet1" not in item.filename:
                new.writestr(item.filename, old.read(item))
        with new.open("xl/worksheets/sheet1.xml", "w") as part:
            part.write(b"<worksheet><sheetData>")
            for _ in range(500):
                part.write(b"<row/>" * 175_000)
    return target.getvalue()


def good() -> bytes:
    return as_csv([loan()])


BROKEN = {
    "empty": ("a.csv", lambda: b""),
    "wrong type": ("a.pdf", good),
    "wrong delimiter": ("a.csv", lambda: as_csv([loan()], delimiter="~")),
    "a column missing": ("a.csv", lambda: as_csv([loan()], columns=["customer_no", "name"])),
    "mixed encodings": ("a.csv", lambda: as_csv([loan()]) + "K9,王小明\n".encode("gb18030")),
    "half a sign of UTF-16": ("a.csv", lambda: as_csv([loan()], encoding="utf-16")[:-1]),
    "a web page": ("a.xlsx", lambda: b"<html><table><tr><td>customer_no</td></tr></table></html>"),
    "NUL bytes": ("a.csv", lambda: as_csv([loan()]) + b"\0\0"),
    "giant cell": ("a.csv", lambda: as_csv([loan(name="王" * 11_000)])),
    "an open quotation mark": ("a.csv", lambda: good() + b'"' + b"x,\n" * 300_000),
    "broken workbook": ("a.xlsx", lambda: workbook(["a"])[:-200]),
    "not a workbook": ("a.xlsx", good),
    "zip bomb": ("a.xlsx", zip_bomb),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_with_a_sentence_and_changes_nothing(
    name: str, anhe: Lender, now: datetime
) -> None:
    filename, data = BROKEN[name]

    looked = checked(data(), now=now, filename=filename)

    assert looked.state == "refused"
    assert messages.why(looked)
    assert looked.stored_as == ""

    done = applied(data(), now=now, filename=filename)
    assert done.state == "failed"
    assert messages.why(done) == messages.why(looked)
    assert not Loan.objects.exists()
    assert not Customer.objects.exists()


def test_a_file_that_breaks_at_its_end_takes_back_what_was_merged(
    anhe: Lender, now: datetime
) -> None:
    data = as_csv([loan() for _ in range(6000)]) + "王小明".encode("gb18030") + b"\n"

    done = applied(data, now=now)

    assert done.state == "failed"
    assert "GB18030" in messages.why(done) or "UTF-8" in messages.why(done)
    assert not Loan.objects.exists()
    assert not ImportProblem.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_every_usual_form_of_csv_is_read(
    encoding: str, delimiter: str, anhe: Lender, now: datetime
) -> None:
    done = applied(as_csv([loan()], encoding=encoding, delimiter=delimiter), now=now)

    assert (counts(done), done.encoding) == ({"new": 1}, encoding)


def test_an_excel_file_is_read_and_its_formulas_are_not(anhe: Lender, now: datetime) -> None:
    row = loan()
    columns = list(row)
    formula = {**loan(), "amount_due": "=1+1"}
    data = workbook(columns, list(row.values()), [formula[column] for column in columns])

    done = applied(data, now=now, filename="loans.xlsx")

    assert counts(done) == {"new": 1, "bad": 1}
    problem = ImportProblem.objects.get()
    assert (problem.line, problem.column, problem.code) == (3, "amount_due", "formula")


def test_a_formula_in_a_csv_cell_is_a_bad_cell(anhe: Lender, now: datetime) -> None:
    done = applied(as_csv([loan(name="=HYPERLINK(1)"), loan()]), now=now)

    assert counts(done) == {"new": 1, "bad": 1}
    assert ImportProblem.objects.get().code == "starts_like_formula"


def test_headings_alone_bring_nothing_and_are_no_error(anhe: Lender, now: datetime) -> None:
    looked = checked(as_csv([loan()]).splitlines()[0] + b"\n", now=now)

    assert (looked.state, counts(looked), looked.rows_total) == ("checked", {}, 0)


def test_the_same_file_twice_is_refused_and_says_when(anhe: Lender, now: datetime) -> None:
    data = good()
    applied(data, now=now)

    again = arrive(data, now=now, filename="renamed.csv")

    assert again.state == "refused"
    assert "2026-09-15 18:30" in messages.why(again)


def test_of_the_same_file_checked_twice_only_one_is_applied(anhe: Lender, now: datetime) -> None:
    data = good()
    first, second = checked(data, now=now), checked(data, now=now)
    assert lifecycle.begin_apply(first.pk, now=now)

    with pytest.raises(lifecycle.AlreadyApplied):
        lifecycle.begin_apply(second.pk, now=now)


def test_a_file_that_failed_may_come_again(anhe: Lender, now: datetime) -> None:
    applied(b"", now=now)

    assert arrive(b"", now=now).state == "uploaded"


def test_a_fault_of_ours_is_no_secret_and_leaves_nothing(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_said: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("accounts.intake.jobs.announce.announce_touched", fail)
    import_file = arrive(good(), now=now)
    lifecycle.begin_apply(import_file.pk, now=now, unchecked=True)

    with pytest.raises(RuntimeError):
        lifecycle.apply(import_file.pk, by=None, source="test", now=now, wait=True)

    import_file.refresh_from_db()
    assert import_file.state == ImportFile.State.FAILED
    assert not Loan.objects.exists()


def test_no_sentence_carries_a_value_of_the_row(anhe: Lender, now: datetime) -> None:
    checked(as_csv([loan(phone="1380013800X", name="赵钱孙<李>", email="zhao@")]), now=now)

    for problem in ImportProblem.objects.all():
        told = messages.sentence(problem.code, problem.params)
        assert "1380013800" not in told
        assert "赵钱孙" not in told
        assert "zhao@" not in told
