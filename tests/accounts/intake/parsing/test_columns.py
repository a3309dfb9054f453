"""Which parser reads which column, and what an empty cell is worth."""

import datetime as dt

import pytest

from accounts.intake.parsing import columns
from accounts.intake.parsing.cells.problem import CellProblem
from accounts.intake.parsing.shapes import RowContext

NOW = dt.datetime(2026, 9, 15, 10, tzinfo=dt.UTC)
CONTEXT = RowContext({"anhe": "anhe", "安和": "anhe"}, sandbox=False, now=NOW)
LOAN, REPAYMENT = dict(columns.LOAN_PARSERS), dict(columns.REPAYMENT_PARSERS)


def refused(parse: columns.Parser, text: str) -> str:
    with pytest.raises(CellProblem) as caught:
        parse(text, CONTEXT)
    return caught.value.code


@pytest.mark.parametrize(
    "column",
    [
        *("customer_no", "name", "loan_no", "lender"),
        *("currency", "principal", "outstanding", "due_date"),
    ],
)
def test_what_a_loan_cannot_be_without_is_required(column):
    for text in ("", "  "):
        assert refused(LOAN[column], text) == "required"


@pytest.mark.parametrize("column", sorted(columns.EMPTY))
def test_an_empty_cell_is_worth_what_a_word_for_nothing_is(column):
    parse = LOAN.get(column) or REPAYMENT[column]
    for text in ("", " "):
        assert parse(text, CONTEXT) == columns.EMPTY[column](CONTEXT)


def test_a_lender_is_named_by_code_or_name():
    for text in ("anhe", "安和", " 安和 "):
        assert LOAN["lender"](text, CONTEXT) == "anhe"
    assert refused(LOAN["lender"], "bank") == "unknown_lender"


def test_money_is_not_paid_tomorrow_nor_nothing():
    assert REPAYMENT["paid_on"]("2026-09-15", CONTEXT) == dt.date(2026, 9, 15)
    assert refused(REPAYMENT["paid_on"], "2026-09-16") == "future_date"
    assert refused(REPAYMENT["amount"], "0.00") == "zero_amount"
    assert REPAYMENT["amount"]("-5", CONTEXT) < 0
    assert refused(LOAN["phone_confirmed_on"], "2026-09-16") == "future_date"


@pytest.mark.parametrize("column", ["salutation", "product"])
def test_a_word_for_nothing_is_no_salutation_and_no_product(column):
    assert refused(LOAN[column], "无") == "says_nothing"


def test_sandbox_numbers_are_taken_in_a_sandbox_alone():
    sandbox = RowContext({}, sandbox=True, now=NOW)
    assert LOAN["phone"]("14112345678", sandbox) == "+8614112345678"
    assert refused(LOAN["phone"], "14112345678") == "sandbox_phone"
