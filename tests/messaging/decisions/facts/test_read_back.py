"""The finished text read back against the rows it was made from."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from messaging.decisions.facts.read_back import untrue
from messaging.decisions.facts.rows import LoanRow

TODAY = date(2026, 9, 15)
BODY = "{{ customer_name }}，您的{{ product }}应还{{ amount_due }}，请用{{ ways_to_pay }}还款。"
VALUES = {"customer_name": "王小明", "ways_to_pay": "360借条", "check_code": "CNY777"}


def loan(amount: int = 100, pk: int = 1) -> LoanRow:
    return LoanRow(
        id=pk,
        customer_id=1,
        loan_no="L1",
        product="p",
        currency="CNY",
        outstanding=Decimal(900),
        amount_due=Decimal(amount),
        as_of=datetime.now(UTC),
        due_date=TODAY - timedelta(days=3),
        instalments_paid=0,
        instalments_paid_late=0,
        cause="unknown",
    )


def wrong(text: str, *loans: LoanRow, body: str = BODY) -> tuple[str, ...]:
    return untrue(
        text,
        body,
        values=VALUES,
        loans=loans,
        products=["消费贷"],
        language="zh-hans",
        today=TODAY,
    )


TEXT = "王小明，您的消费贷应还100.00元，请用360借条还款。"


def test_a_text_that_says_what_the_ledger_says_is_true():
    assert wrong(TEXT, loan()) == ()


def test_another_amount_than_the_ledgers_is_named():
    assert "amount" in wrong(TEXT, loan(101))


def test_figures_in_names_and_codes_are_no_claims():
    assert wrong(TEXT + "查询码CNY777", loan()) == ()
    assert wrong(TEXT + "另付777元", loan()) != ()
