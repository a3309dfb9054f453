"""A sample of what `python -m tests.one_truth` does at length, and proof that it can see lies."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.one_truth.counting import count
from tests.one_truth.judging import lies
from tests.one_truth.portfolios import Customer, Debt
from tests.one_truth.reading import look

TODAY = date(2026, 9, 15)


def test_no_text_says_what_the_ledger_does_not() -> None:
    found = count(2_000, seed=20260915)
    assert found.untrue == []
    assert found.blocked == 0
    several = sum(number for loans, number in found.loans.items() if loans > 1)
    assert several > 400
    assert {language for _kind, language in found.kinds} == {"zh-hans", "zh-hant", "en"}


def debt(pk: int, due: int, past: int, currency: str = "CNY") -> Debt:
    amount = Decimal(due)
    return Debt(
        pk=pk,
        number=f"GD010{pk}",
        product="消费贷",
        currency=currency,
        planned=amount,
        due=amount,
        outstanding=amount,
        day=TODAY - timedelta(days=past),
        reminded=False,
    )


def judged(text: str, language: str, *debts: Debt) -> list[str]:
    someone = Customer(
        name="王磊",
        salutation="先生",
        language=language,
        cause="unknown",
        late=0,
        debts=debts,
        today=TODAY,
        sent_on=TODAY,
    )
    seen = look(text, language, TODAY, ["王磊", "消费贷"])
    return lies(seen, someone, frozenset(each.pk for each in debts))


OVERDUE, OTHER, TO_COME = debt(1, 70, 26), debt(2, 10, 5), debt(3, 5000, -6)
TRUE = (
    "王磊先生，您好！您的消费贷等2笔（尾号0101、0102），最早一笔还款日为8月20日，"
    "2笔合计应还80.00元，最早一笔已逾期26天。"
)


def test_the_judge_lets_a_true_text_pass() -> None:
    assert judged(TRUE, "zh-hans", OVERDUE, OTHER) == []


@pytest.mark.parametrize(
    ("said", "instead"),
    [
        ("80.00元", "80.01元"),
        ("80.00元", "80.00港元"),
        ("2笔合计应还", "应还"),
        ("8月20日", "8月21日"),
        ("26天", "27天"),
        ("，最早一笔还款日", "还款日"),
        ("最早一笔已逾期", "已逾期"),
        ("等2笔", "等3笔"),
        ("0102", "0101"),
    ],
)
def test_the_judge_sees_one_false_word(said: str, instead: str) -> None:
    assert judged(TRUE.replace(said, instead), "zh-hans", OVERDUE, OTHER)


def test_the_judge_sees_money_asked_for_that_is_not_due() -> None:
    text = "您的消费贷等2笔（尾号0101）还款日为8月20日，应还5,070.00元，已逾期26天"
    wrong = judged(text, "zh-hans", OVERDUE, TO_COME)
    assert "adds up loans of several standings" in wrong
    assert judged(text, "zh-hans", OVERDUE)


def test_the_judge_sees_a_wrong_tense() -> None:
    text = "CNY 5,000.00 for your loan was due on 21 September."
    assert judged(text, "en", TO_COME) == ["says overdue, which is not so"]
    text = "CNY 5,000.00 for your loan is due on 21 September."
    assert judged(text, "en", TO_COME) == []
