import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.intake.parsing.headers import Columns, match_loan_headers
from accounts.intake.parsing.rows import (
    LoanRow,
    RepaymentRow,
    RowContext,
    RowErrors,
    parse_loan_row,
    parse_repayment_row,
    read_loan,
)
from accounts.intake.readers.table import RawRow

NOW = dt.datetime(2026, 9, 15, 10, 30, tzinfo=dt.UTC)  # 18:30 in Shanghai
CONTEXT = RowContext(
    lenders={"anhe": "anhe", "安和消费金融": "anhe", "far": "far"},
    sandbox=False,
    now=NOW,
    lender_zones={"far": "America/New_York"},
)
LOAN = {
    "customer_no": "C1",
    "name": "王小明",
    "salutation": "先生",
    "phone": "13800138000",
    "email": "",
    "language": "",
    "timezone": "",
    "id_last4": "123x",
    "loan_no": "L1",
    "lender": "安和消费金融",
    "product": "消费贷",
    "currency": "CNY",
    "principal": "10,000",
    "outstanding": "5000",
    "amount_due": "1,234.56",
    "due_date": "2026-09-10",
    "as_of": "2026-09-15 18:00",
}
REPAYMENT = {"reference": "R1", "loan_no": "L1", "paid_on": "2026-09-15", "amount": "100"}


def loan(**changes: str) -> LoanRow:
    row = parse_loan_row({**LOAN, **changes}, CONTEXT)
    assert isinstance(row, LoanRow), row
    return row


def errors(**changes: str) -> dict[str, str]:
    found = parse_loan_row({**LOAN, **changes}, CONTEXT)
    assert isinstance(found, RowErrors)
    assert all(error.message_en for error in found.errors)
    return {error.column: error.code for error in found.errors}


def test_a_good_row_becomes_typed_facts():
    assert loan() == LoanRow(
        customer_no="C1",
        name="王小明",
        salutation="先生",
        phone="+8613800138000",
        email=None,
        language="zh-hans",
        timezones=("Asia/Shanghai",),
        id_last4="123X",
        loan_no="L1",
        lender="anhe",
        product="消费贷",
        currency="CNY",
        principal=Decimal("10000.00"),
        outstanding=Decimal("5000.00"),
        amount_due=Decimal("1234.56"),
        due_date=dt.date(2026, 9, 10),
        role="debtor",
        instalments_paid_late=None,
        instalments_paid=None,
        cause=None,
        wechat_id=None,
        phone_confirmed_on=None,
        officer_name="",
        as_of=dt.datetime(2026, 9, 15, 10, 0, tzinfo=dt.UTC),
    )


@pytest.mark.parametrize(
    "column",
    ["customer_no", "name", "loan_no", "lender", "currency", "principal", "due_date", "as_of"],
)
@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_a_needed_cell_may_not_be_blank(column, blank):
    assert errors(**{column: blank}) == {column: "required"}


def test_every_error_of_a_row_is_told_at_once():
    assert errors(name="=1", phone="123", amount_due="-5", lender="who") == {
        "name": "starts_like_formula",
        "phone": "bad_phone",
        "amount_due": "negative_amount",
        "lender": "unknown_lender",
    }


def test_the_day_a_number_was_confirmed_may_be_told_but_not_lie_ahead():
    assert loan(phone_confirmed_on="2026/9/1").phone_confirmed_on == dt.date(2026, 9, 1)
    assert loan(phone_confirmed_on=" ").phone_confirmed_on is None
    assert errors(phone_confirmed_on="2099-01-01") == {"phone_confirmed_on": "future_date"}


def test_a_phone_may_begin_with_plus_where_a_name_may_not():
    assert loan(phone="+8613800138000").phone == "+8613800138000"


def test_a_time_without_offset_is_local_to_the_lender():
    row = loan(lender="far", as_of="2026-09-15 06:00")
    assert row.as_of == dt.datetime(2026, 9, 15, 10, 0, tzinfo=dt.UTC)


def test_figures_cannot_be_from_the_future_but_clocks_may_differ_a_little():
    assert loan(as_of="2026-09-15 18:35")
    assert errors(as_of="2026-09-15 18:36") == {"as_of": "future_time"}


def test_interest_may_lift_the_amount_due_but_a_file_in_cents_is_noticed():
    assert loan(outstanding="1000", amount_due="1080")
    assert errors(outstanding="1000", amount_due="100000") == {
        "amount_due": "due_above_outstanding"
    }
    assert loan(outstanding="0", amount_due="0")


def test_instalments_paid_late_are_among_those_paid():
    assert loan(instalments_paid_late="2", instalments_paid="6").instalments_paid == 6
    counts = {"instalments_paid_late": "7", "instalments_paid": "6"}
    assert errors(**counts) == {"instalments_paid_late": "late_above_paid"}
    assert errors(instalments_paid="6") == {"instalments_paid_late": "required"}


def test_sandbox_numbers_enter_a_sandbox_only():
    sandbox = RowContext(lenders=CONTEXT.lenders, sandbox=True, now=NOW)
    row = parse_loan_row({**LOAN, "phone": "14112345678"}, sandbox)
    assert isinstance(row, LoanRow)
    assert row.phone == "+8614112345678"
    assert errors(phone="14112345678") == {"phone": "sandbox_phone"}


def test_no_error_repeats_what_the_cell_held():
    found = parse_loan_row({**LOAN, "phone": "13800", "email": "secret", "name": "=x"}, CONTEXT)
    assert "13800" not in repr(found)
    assert "secret" not in repr(found)


@given(st.dictionaries(st.sampled_from([*LOAN, "role", "cause"]), st.text(max_size=30)))
def test_any_cells_give_a_row_or_its_errors(changes):
    assert isinstance(parse_loan_row({**LOAN, **changes}, CONTEXT), LoanRow | RowErrors)


def test_a_repayment_becomes_typed_facts():
    row = parse_repayment_row(REPAYMENT, CONTEXT)
    assert row == RepaymentRow("R1", "L1", dt.date(2026, 9, 15), Decimal("100.00"))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"amount": "0"}, {"amount": "zero_amount"}),
        ({"paid_on": "2026-09-16"}, {"paid_on": "future_date"}),
        ({"reference": "", "paid_on": ""}, {"reference": "required", "paid_on": "required"}),
    ],
)
def test_a_bad_repayment_is_refused(changes, expected):
    found = parse_repayment_row({**REPAYMENT, **changes}, CONTEXT)
    assert isinstance(found, RowErrors)
    assert {error.column: error.code for error in found.errors} == expected


def columns() -> Columns:
    return match_loan_headers(list(LOAN))


def test_a_row_is_read_with_its_line():
    assert isinstance(read_loan(RawRow(7, list(LOAN.values())), columns(), CONTEXT), LoanRow)
    bad = read_loan(RawRow(7, ["", *list(LOAN.values())[1:]]), columns(), CONTEXT)
    assert isinstance(bad, RowErrors)
    assert bad.line == 7


def test_a_comma_too_many_refuses_the_whole_row():
    found = read_loan(RawRow(7, [*LOAN.values(), "more"]), columns(), CONTEXT)
    assert isinstance(found, RowErrors)
    assert found.errors[0].message_en == "The row has 18 cells, the headings 17."
    assert isinstance(read_loan(RawRow(7, [*LOAN.values(), ""]), columns(), CONTEXT), LoanRow)


def test_a_formula_is_an_error_in_its_cell():
    raw = RawRow(7, list(LOAN.values()), ((12, "formula"),))
    found = read_loan(raw, columns(), CONTEXT)
    assert isinstance(found, RowErrors)
    assert [(error.column, error.code) for error in found.errors] == [("principal", "formula")]


def test_the_moment_must_be_aware():
    with pytest.raises(ValueError):
        RowContext(lenders={}, sandbox=False, now=NOW.replace(tzinfo=None))
