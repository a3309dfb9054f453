import datetime as dt

from accounts.intake.parsing.cells.addresses import SANDBOX_PREFIX
from accounts.intake.parsing.rows import (
    LoanRow,
    RepaymentRow,
    RowContext,
    parse_loan_row,
    parse_repayment_row,
)
from accounts.rules.delinquency import Stage, days_past_due, stage_of
from accounts.sample.convert import LENDERS, LOAN_FIELDS, loan_rows, repayment_rows
from accounts.sample.figures import SAMPLE_DAY
from accounts.sample.source import excerpt, uci_rows

CONTEXT = RowContext(
    lenders={code: code for code in LENDERS},
    sandbox=True,
    now=dt.datetime(2026, 9, 15, 10, 30, tzinfo=dt.UTC),
)
UCI = list(uci_rows())
ROWS = [parse_loan_row(row, CONTEXT) for row in loan_rows(UCI)]
LOANS = [row for row in ROWS if isinstance(row, LoanRow)]


def test_the_excerpt_has_three_thousand_customers_of_every_status():
    assert len(UCI) == len({row["ID"] for row in UCI}) == 3_000
    assert {int(row["PAY_0"]) for row in UCI} == set(range(-2, 9))


def test_every_row_passes_intake_in_a_sandbox():
    assert LOANS == ROWS
    assert all(set(row) == set(LOAN_FIELDS) for row in loan_rows(UCI))
    repayments = [parse_repayment_row(row, CONTEXT) for row in repayment_rows(UCI)]
    assert len(repayments) > 50
    assert all(isinstance(row, RepaymentRow) for row in repayments)


def test_every_stage_occurs_at_each_lender():
    for lender in LENDERS:
        stages = {
            stage_of(days_past_due(row.due_date, SAMPLE_DAY))
            for row in LOANS
            if row.amount_due and row.lender == lender
        }
        assert stages >= set(Stage)


def test_the_same_customer_is_the_same_in_an_excerpt():
    few = list(loan_rows(UCI[100:110]))
    assert few == [
        row for row in loan_rows(UCI) if row["customer_no"] in {r["customer_no"] for r in few}
    ]


def test_the_choice_does_not_depend_on_the_order():
    assert excerpt(UCI[::-1], 500) == excerpt(UCI, 500)
    assert len(excerpt(UCI, 500)) == 500


def test_a_phone_is_of_one_customer_and_of_no_one_alive():
    owners: dict[str, str] = {}
    for row in LOANS:
        assert row.phone is not None
        assert row.phone.startswith(SANDBOX_PREFIX)
        assert owners.setdefault(row.phone, row.customer_no) == row.customer_no


def test_the_sample_has_what_the_screens_show():
    customers = {row.customer_no for row in LOANS}
    assert 0.03 < (len(LOANS) - len(customers)) / len(customers) < 0.06
    assert len({(row.customer_no, row.phone) for row in LOANS}) > len(customers)
    assert {row.language for row in LOANS} == {"zh-hans", "zh-hant", "en"}
    assert any(len(row.timezones) == 2 for row in LOANS)
    assert {row.cause for row in LOANS} >= {"forgot", "cash_flow", "hardship", None}


def test_what_is_paid_in_the_source_is_paid_in_the_sample():
    paid = {int(r["ID"]) for r in UCI if float(r["BILL_AMT1"]) <= float(r["PAY_AMT1"])}
    settled = {int(row.customer_no[1:]) for row in LOANS if not row.amount_due}
    assert paid == settled
