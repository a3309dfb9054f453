"""`import_loans` and `import_repayments`: the same services, said in a terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import translation

from accounts.models import ImportFile, Lender, Loan, Repayment
from tests.make_intake import as_csv, loan, repayment

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_six_thirty_in_english(clock_at_now: None) -> Iterator[None]:
    """The rows' figures are of that day."""
    with translation.override("en"):
        yield


def written(folder: Path, data: bytes, name: str = "loans.csv") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def test_a_file_is_applied_and_its_bad_rows_are_named_without_values(
    anhe: Lender, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, as_csv([loan(), loan(phone="13800X")]))

    call_command("import_loans", path)

    said = capsys.readouterr().out
    assert "loans.csv: 2 rows applied: 1 new, 0 changed, 0 unchanged, 1 bad" in said
    assert "3" in said
    assert "phone" in said
    assert "13800X" not in said
    assert Loan.objects.count() == 1


def test_a_dry_run_changes_nothing_and_keeps_no_file(
    anhe: Lender, tmp_path: Path, uploads: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_loans", written(tmp_path, as_csv([loan()])), "--dry-run")

    assert "loans.csv: 1 rows checked: 1 new" in capsys.readouterr().out
    assert not Loan.objects.exists()
    assert ImportFile.objects.get().state == "cancelled"


@pytest.mark.parametrize("dry_run", [[], ["--dry-run"]])
def test_a_broken_file_ends_with_a_sentence(
    dry_run: list[str], anhe: Lender, tmp_path: Path
) -> None:
    with pytest.raises(CommandError) as error:
        call_command("import_loans", written(tmp_path, b"a|b\n1|2\n"), *dry_run)

    assert error.value.returncode == 1
    assert not Loan.objects.exists()


def test_a_file_that_is_not_there_ends_with_a_sentence(anhe: Lender, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"nothing\.csv"):
        call_command("import_loans", str(tmp_path / "nothing.csv"))


def test_the_same_file_twice_is_refused(anhe: Lender, tmp_path: Path) -> None:
    path = written(tmp_path, as_csv([loan()]))
    call_command("import_loans", path)

    with pytest.raises(CommandError):
        call_command("import_loans", path)


def test_repayments_come_in_the_same_way(anhe: Lender, tmp_path: Path) -> None:
    call_command("import_loans", written(tmp_path, as_csv([loan(loan_no="D1")])))

    rows = as_csv([repayment(loan_no="D1", amount="234.56")])
    call_command("import_repayments", written(tmp_path, rows, "repayments.csv"))

    assert Repayment.objects.count() == 1
    assert Loan.objects.get().amount_due == 1000


def test_a_command_is_told_the_encodings_that_fit_and_takes_one(
    anhe: Lender, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = as_csv([loan(name="黃", salutation="", product="Loan")], encoding="big5")
    path = written(tmp_path, data)

    for dry_run in ([], ["--dry-run"]):
        with pytest.raises(CommandError, match="--encoding big5hkscs"):
            call_command("import_loans", path, *dry_run)

    call_command("import_loans", path, "--encoding", "big5hkscs")
    assert "1 new" in capsys.readouterr().out
    kept = ImportFile.objects.exclude(stored_as="")
    assert set(kept.values_list("state", flat=True)) == {"applied"}


def test_a_command_is_told_where_columns_are_matched(anhe: Lender, tmp_path: Path) -> None:
    data = as_csv([loan()], headings={"outstanding": "贷款剩余"})
    with pytest.raises(CommandError, match="page of imports"):
        call_command("import_loans", written(tmp_path, data))


def test_a_command_says_what_it_read_otherwise(
    anhe: Lender, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("import_loans", written(tmp_path, as_csv([loan(phone="0571-88886666")])))
    assert "phone: A landline" in capsys.readouterr().out


def test_a_command_stops_at_an_unusual_file_and_leaves_it_for_a_person(
    anhe: Lender, tmp_path: Path
) -> None:
    rows = [loan(customer_no=f"K8{n:03d}", loan_no=f"D8{n:03d}") for n in range(20)]
    call_command("import_loans", written(tmp_path, as_csv(rows)))

    with pytest.raises(CommandError) as stopped:
        call_command("import_loans", written(tmp_path, as_csv(rows[:5])))

    waiting = ImportFile.objects.get(state="checked")
    assert f"/imports/{waiting.pk}/" in str(stopped.value)
    assert "15 of 20 open loans are not in the file: 75 %" in str(stopped.value)
