"""A loan that a file names twice."""

from datetime import datetime
from decimal import Decimal

import pytest

from accounts.intake.jobs import run_file
from accounts.intake.merging import batches
from accounts.models import (
    ImportProblem,
    Lender,
    Loan,
)
from tests.make_intake import applied, as_csv, checked, counts, loan, problems

pytestmark = pytest.mark.django_db


def small_batches(monkeypatch: pytest.MonkeyPatch, *, size: int) -> None:
    monkeypatch.setattr(
        run_file, "in_batches", lambda rows, read: batches.in_batches(rows, read, size=size)
    )


def test_a_loan_named_twice_is_taken_once_and_the_other_told_of_the_first(
    anhe: Lender, now: datetime
) -> None:
    row = loan()
    done = applied(as_csv([row, loan(), {**row, "amount_due": "1.00"}]), now=now)

    assert counts(done) == {"new": 2, "bad": 1}
    problem = ImportProblem.objects.get()
    assert (problem.line, problem.code, problem.params) == (4, "duplicate_loan", {"first": 2})
    assert Loan.objects.get(loan_no=row["loan_no"]).amount_due == Decimal("1234.56")


def test_a_loan_named_twice_is_found_over_batches_too(
    anhe: Lender, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    small_batches(monkeypatch, size=2)
    row = loan()

    for look in (checked, applied):
        done = look(as_csv([row, loan(), loan(), loan(), row]), now=now)
        assert (problems(done), done.rows_new) == ([(6, "loan_no", "duplicate_loan")], 4)
