"""A text is true of the loans it was made from, or it says in what it is not."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from messaging.content.chosen import Chosen
from messaging.content.readback.agree import disagreements, told_by
from messaging.content.readback.masked import NAME

TODAY = date(2026, 9, 15)
ALL = ("customer_name", "product", "loan_tail", "due_date", "amount_due", "days_overdue")


@dataclass(frozen=True)
class Loan:
    loan_no: str = "GD0101"
    currency: str = "CNY"
    amount_due: Decimal = Decimal(70)
    outstanding: Decimal = Decimal(900)
    due_date: date = TODAY - timedelta(days=26)


ONE = Loan()
OTHER = Loan("GD0102", amount_due=Decimal(10), due_date=TODAY - timedelta(days=5))


def wrong(
    text: str,
    *loans: Loan,
    told: tuple[str, ...] = ALL,
    language: str = "zh-hans",
    fixed: str = "",
    names: tuple[str, ...] = (),
) -> tuple[str, ...]:
    return disagreements(
        text, loans, told_by(told, fixed, language), today=TODAY, customer="王磊", names=names
    )


TRUE = "王磊，您的消费贷（尾号0101）还款日为8月20日，应还70.00元，已逾期26天。"


def test_a_true_text_disagrees_in_nothing() -> None:
    assert wrong(TRUE, ONE) == ()


@pytest.mark.parametrize(
    ("said", "instead", "what"),
    [
        ("70.00元", "70.01元", {"amount"}),
        ("70.00元", "5,070.00元", {"amount"}),
        ("70.00元", "70.00港元", {"amount"}),
        ("70.00元", "很多钱", {"amount"}),
        ("8月20日", "8月21日", {"date"}),
        ("8月20日", "2025年8月20日", {"date"}),
        ("8月20日", "某日", {"date"}),
        ("26天", "27天", {"days"}),
        ("26天", "很久", {"days"}),
        ("已逾期26天", "还有26天到期", {"days"}),
        ("消费贷", "消费贷等2笔", {"count"}),
        ("0101", "0102", {"tail"}),
        ("0101", "0101、0101", {"tail"}),
        ("（尾号0101）", "", {"tail"}),
        ("已逾期26天", "将于8月20日到期，逾期26天", {"standing"}),
    ],
)
def test_one_false_word_is_named(said: str, instead: str, what: set[str]) -> None:
    assert said in TRUE
    assert set(wrong(TRUE.replace(said, instead), ONE)) == what


BOTH = (
    "王磊，您的消费贷等2笔（尾号0101、0102），最早一笔还款日为8月20日，2笔合计应还80.00元，"
    "最早一笔已逾期26天。"
)


def test_a_sum_and_the_earliest_are_true_of_several_loans() -> None:
    assert wrong(BOTH, ONE, OTHER) == ()


@pytest.mark.parametrize(
    ("said", "instead", "what"),
    [
        ("，最早一笔还款日", "还款日", {"date"}),
        ("最早一笔已逾期", "已逾期", {"days"}),
        ("2笔合计", "", {"amount"}),
        ("80.00", "70.00", {"amount"}),
        ("等2笔", "等3笔", {"count"}),
        ("26天", "5天", {"days"}),
        ("0101、0102", "0101", {"tail"}),
    ],
)
def test_what_is_true_of_one_is_not_said_of_all(said: str, instead: str, what: set[str]) -> None:
    assert said in BOTH
    assert set(wrong(BOTH.replace(said, instead), ONE, OTHER)) == what


@pytest.mark.parametrize(
    "other",
    [
        replace(OTHER, due_date=TODAY),
        replace(OTHER, due_date=TODAY + timedelta(days=6)),
    ],
)
def test_a_loan_not_overdue_in_an_overdue_sum_is_a_standing_that_is_not_so(other: Loan) -> None:
    assert "standing" in wrong(BOTH, ONE, other)


def test_currencies_have_no_sum() -> None:
    assert "amount" in wrong(BOTH, ONE, replace(OTHER, currency="HKD"))


@pytest.mark.parametrize("days", [0, 3])
def test_english_tense_is_read(days: int) -> None:
    loan = replace(ONE, due_date=TODAY + timedelta(days=days))
    day = f"{loan.due_date.day} September"
    told = ("amount_due", "due_date")
    said = f"CNY 70.00 was due on {day}."
    assert wrong(said, loan, told=told, language="en") == ("standing",)
    said = f"CNY 70.00 (due date {day})."
    assert wrong(said, loan, told=told, language="en") == ()


def test_figures_of_the_templates_own_that_are_of_no_loan_are_no_claims() -> None:
    rest = "10月1日至3日客服休息，2天后回复您。逾期30天以上会产生费用。转账限额5万元。"
    own, said = f"{NAME}，应还{NAME}。{rest}", f"王磊，应还70.00元。{rest}"
    assert wrong(said, ONE, told=("amount_due",), fixed=own) == ()
    assert wrong(said, ONE, told=("amount_due",)) == ("amount", "date", "days")


@pytest.mark.parametrize(
    ("by_hand", "what"),
    [
        ("应还5000元。", "amount"),
        ("还款日9月16日。", "date"),
        ("已逾期3天。", "days"),
        ("您的三笔借款。", "count"),
    ],
)
def test_what_a_template_says_of_loans_by_hand_is_held_against_them(
    by_hand: str, what: str
) -> None:
    assert wrong(by_hand, ONE, told=(), fixed=by_hand) == (what,)


@pytest.mark.parametrize("name", ["360借条", "7天贷", "12", "400-600-0000", "9月15日贷"])
def test_a_name_with_a_figure_in_it_is_no_claim(name: str) -> None:
    said = TRUE.replace("消费贷", name)
    assert wrong(said, ONE, names=(name,)) == ()


def test_a_tail_of_the_lenders_own_is_not_taken_for_the_loans() -> None:
    way = "尾号8888的银行卡"
    said = f"请通过{way}还款。{TRUE}"
    assert wrong(said, ONE, names=(way,)) == ()


def test_a_name_never_hides_a_figure_that_is_not_so() -> None:
    said = TRUE.replace("70.00元", "12,070.00元")
    assert wrong(said, ONE, names=("12",)) == ("amount",)


@pytest.mark.parametrize(
    ("said", "what"),
    [
        ("您的消息已收到，我们会在2天后回复。", ()),
        ("10月1日客服休息。", ()),
        ("请用1到5的数字回复。", ()),
        ("您已还款500元。", ("amount",)),
        ("您的还款日9月15日。", ("date",)),
        ("您已逾期3天。", ("days", "standing")),
    ],
)
def test_a_text_about_no_loan_says_nothing_of_one(said: str, what: tuple[str, ...]) -> None:
    assert wrong(said, told=()) == what


AGREED = Chosen(TODAY + timedelta(days=5), Decimal(50), "CNY")
PLAN = "王磊，已记下您打算在9月20日还款50.00元。"


@pytest.mark.parametrize(
    ("said", "chosen", "what"),
    [
        (PLAN, AGREED, ()),
        (PLAN, replace(AGREED, amount=Decimal(51)), ("amount",)),
        (PLAN, replace(AGREED, day=TODAY + timedelta(days=6)), ("date",)),
        (PLAN, replace(AGREED, currency="TWD"), ("amount",)),
        (PLAN.replace("50.00", "70.01"), replace(AGREED, amount=Decimal("70.01")), ("amount",)),
        (PLAN.replace("9月20日", "9月14日"), replace(AGREED, day=date(2026, 9, 14)), ("date",)),
        (PLAN.replace("在9月20日", ""), AGREED, ("date",)),
        (PLAN + "另应还60.00元。", AGREED, ("amount",)),
        (PLAN, Chosen(), ("amount", "date")),
    ],
)
def test_what_was_agreed_is_said_as_chosen_not_past_and_not_above_what_is_due(
    said: str, chosen: Chosen, what: tuple[str, ...]
) -> None:
    told = told_by(("customer_name", "chosen_day", "chosen_amount"), "", "zh-hans")
    found = disagreements(said, [ONE], told, today=TODAY, customer="王磊", chosen=chosen)
    assert found == what
