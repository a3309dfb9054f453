"""Repayments from a file: once each, off the ledger."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import ImportFile, ImportProblem, Lender, Loan, Repayment
from accounts.signals import loans_changed
from tests import make
from tests.make_intake import applied, as_csv, checked, counts, repayment

pytestmark = pytest.mark.django_db


@pytest.fixture
def owed(anhe: Lender) -> Loan:
    """1,000 due of 5,000, as of 08:30 that day in Shanghai."""
    return make.loan(lender=anhe, amount_due=Decimal("1000"), outstanding=Decimal("5000"))


def bring(rows: list[dict[str, str]], now: datetime) -> ImportFile:
    return applied(as_csv(rows), now=now, kind="repayments", filename="repayments.csv")


def figures(loan: Loan) -> tuple[Decimal, Decimal]:
    loan.refresh_from_db()
    return loan.amount_due, loan.outstanding


def test_a_repayment_lowers_what_is_due_and_outstanding(owed: Loan, now: datetime) -> None:
    done = bring([repayment(loan_no=owed.loan_no, amount="300.00")], now)

    assert counts(done) == {"new": 1}
    assert figures(owed) == (700, 4700)
    stored = Repayment.objects.get()
    assert (stored.loan, stored.amount, stored.recorded_at) == (owed, 300, now)


def test_two_repayments_of_one_loan_both_count(owed: Loan, now: datetime) -> None:
    rows = [repayment(loan_no=owed.loan_no, amount=amount) for amount in ("300.00", "200.00")]

    bring(rows, now)

    assert figures(owed) == (500, 4500)


def test_more_than_is_due_leaves_nothing_due(owed: Loan, now: datetime) -> None:
    bring([repayment(loan_no=owed.loan_no, amount="9000.00")], now)

    assert figures(owed) == (0, 0)


def test_what_was_paid_the_day_before_is_in_the_figures_already(owed: Loan, now: datetime) -> None:
    bring([repayment(loan_no=owed.loan_no, paid_on="2026-09-14")], now)

    assert figures(owed) == (1000, 5000)


def test_the_same_reference_again_is_unchanged_and_not_taken_off_twice(
    owed: Loan, now: datetime
) -> None:
    row = repayment(loan_no=owed.loan_no, amount="300.00")
    bring([row], now)

    again = bring([row, repayment(loan_no=owed.loan_no, amount="1.00")], now)

    assert counts(again) == {"unchanged": 1, "new": 1}
    assert figures(owed) == (699, 4699)


def test_the_same_reference_with_another_amount_is_a_bad_row(owed: Loan, now: datetime) -> None:
    row = repayment(loan_no=owed.loan_no, amount="300.00")
    bring([row], now)

    again = bring([{**row, "amount": "400.00"}], now)

    assert counts(again) == {"bad": 1}
    assert ImportProblem.objects.get().code == "reference_reused"
    assert figures(owed) == (700, 4700)


def test_a_reference_twice_in_one_file_counts_once(owed: Loan, now: datetime) -> None:
    row = repayment(loan_no=owed.loan_no, amount="300.00")

    done = bring([row, row], now)

    assert counts(done) == {"new": 1, "bad": 1}
    assert figures(owed) == (700, 4700)


def test_a_repayment_of_an_unknown_loan_is_a_bad_row(owed: Loan, now: datetime) -> None:
    done = bring([repayment(loan_no="NOBODY")], now)

    assert ImportProblem.objects.get(import_file=done).code == "unknown_loan"


def test_the_loans_paid_are_announced(owed: Loan, now: datetime) -> None:
    heard: list[set[int]] = []

    def listen(loan_ids: set[int], **_rest: object) -> None:
        heard.append(loan_ids)

    loans_changed.connect(listen)
    try:
        bring([repayment(loan_no=owed.loan_no)], now)
    finally:
        loans_changed.disconnect(listen)

    assert heard == [{owed.pk}]


def test_a_check_changes_nothing(owed: Loan, now: datetime) -> None:
    rows = as_csv([repayment(loan_no=owed.loan_no), repayment(loan_no="NOBODY")])

    looked = checked(rows, now=now, kind="repayments")

    assert counts(looked) == {"new": 1, "bad": 1}
    assert figures(owed) == (1000, 5000)
    assert not Repayment.objects.exists()


def test_a_batch_costs_the_same_queries_whatever_its_rows(owed: Loan, now: datetime) -> None:
    def queries(count: int) -> int:
        rows = [repayment(loan_no=owed.loan_no, amount="1.00") for _ in range(count)]
        with CaptureQueriesContext(connection) as captured:
            bring(rows, now)
        return len(captured)

    assert queries(2) == queries(50)
