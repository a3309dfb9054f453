"""What each placeholder says, per language, currency and number of loans."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from accounts.privacy.masks import mask_name
from messaging.content.money import money
from messaging.content.names import salutation_for
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for

TODAY = date(2025, 9, 20)
LENDER = LenderFacts(
    name="安和消费金融", signature="安和", hotline="400-600-0000", ways_to_pay="安和APP"
)


def loan(**changes: object) -> LoanText:
    known: dict[str, object] = {
        "product": "消费贷",
        "loan_no_tail": "0417",
        "currency": "CNY",
        "amount_due": Decimal("1234.56"),
        "outstanding": Decimal("8000"),
        "due_date": date(2025, 9, 15),
    }
    return LoanText(**(known | changes))  # type: ignore[arg-type]


def values(*loans: LoanText, language: str = "zh-hans", **changes: object) -> dict[str, str]:
    known: dict[str, object] = {"customer_name": "王小明", "lender": LENDER, "today": TODAY}
    facts = known | {"language": language, "loans": loans or (loan(),)} | changes
    return values_for(MessageFacts(**facts))  # type: ignore[arg-type]


def test_one_loan_in_simplified_chinese() -> None:
    said = values(salutation="先生", cause="forgot")
    assert said["amount_due"] == "1,234.56元"
    assert said["outstanding"] == "8,000.00元"
    assert said["due_date"] == "9月15日"
    assert (said["days_overdue"], said["overdue_period"]) == ("5", "5天")
    assert (said["product"], said["loan_tail"], said["loan_count"]) == ("消费贷", "0417", "1")
    assert (said["customer_name"], said["masked_name"]) == ("王小明", "王*明")
    assert said["salutation"] == "先生"
    assert said["cause_sentence"] == "可能只是一时忙忘了。"
    assert said["opt_out_words"] == "回TD退订"
    assert "days_until_due" not in said


def test_one_loan_in_english() -> None:
    said = values(
        loan(due_date=date(2025, 9, 19)),
        language="en",
        salutation="女士",
        customer_name="Wang Fang",
    )
    assert said["amount_due"] == "CNY 1,234.56"
    assert said["due_date"] == "19 September"
    assert said["overdue_period"] == "1 day"
    assert said["salutation"] == "Ms"


def test_an_english_text_spells_no_chinese_name() -> None:
    said = values(language="en", customer_name="王小明", salutation="先生")
    assert (said["customer_name"], said["salutation"]) == ("Customer", "")
    assert "王" not in said["masked_name"]
    assert values(language="en", customer_name="Wang Xiaoming")["customer_name"] == "Wang Xiaoming"
    for language in ("zh-hans", "zh-hant"):
        for name in ("王小明", "張偉", "张伟", "James Wong"):
            assert values(language=language, customer_name=name)["customer_name"] == name


def test_another_year_is_written_out() -> None:
    assert values(loan(due_date=date(2024, 12, 28)))["due_date"] == "2024年12月28日"
    english = values(loan(due_date=date(2024, 12, 28)), language="en")
    assert english["due_date"] == "28 December 2024"


@pytest.mark.parametrize("days", [0, 3])
def test_before_it_is_late_nothing_is_said_of_days_overdue(days: int) -> None:
    said = values(loan(due_date=TODAY + timedelta(days=days)))
    assert "days_overdue" not in said
    assert "overdue_period" not in said
    assert said.get("days_until_due") == (str(days) if days else None)


def test_several_loans_add_up_and_the_oldest_leads() -> None:
    said = values(
        loan(due_date=date(2025, 9, 18), loan_no_tail="1111", product="车贷"),
        loan(due_date=date(2025, 9, 10), loan_no_tail="2222", amount_due=Decimal("100")),
    )
    assert said["amount_due"] == "1,334.56元"
    assert said["product"] == "消费贷等2笔"
    assert (said["due_date"], said["days_overdue"]) == ("9月10日", "10")
    assert said["loan_tail"] == "2222、1111"
    assert said["loan_count"] == "2"


def test_very_many_loans_are_counted_instead_of_all_being_named() -> None:
    many = [loan(loan_no_tail=f"{n:04d}") for n in range(8)]
    assert values(*many)["loan_tail"] == "0000、0001、0002、0003、0004、0005等8笔"
    assert values(*many[:3], language="en")["loan_tail"] == "0000, 0001 and 0002"


def test_several_loans_in_english_and_traditional_chinese() -> None:
    assert values(loan(), loan(), loan(), language="en")["product"] == "消费贷 and 2 more"
    assert values(loan(), loan(), language="zh-hant")["product"] == "消费贷等2筆"


@pytest.mark.parametrize(
    "other",
    [
        {"currency": "USD"},
        {"due_date": TODAY},
        {"due_date": TODAY + timedelta(days=3)},
    ],
)
def test_loans_of_another_currency_or_standing_have_no_figures_in_common(
    other: dict[str, object],
) -> None:
    said = values(loan(), loan(**other))
    figures = ("amount_due", "outstanding", "due_date", "days_overdue", "loan_tail", "loan_count")
    assert not set(figures) & set(said)
    assert said["customer_name"] == "王小明"


@pytest.mark.parametrize(
    ("currency", "language", "amount", "expected"),
    [
        ("CNY", "zh-hans", "0.01", "0.01元"),
        ("CNY", "en", "1234567.8", "CNY 1,234,567.80"),
        ("HKD", "zh-hans", "100", "100.00港元"),
        ("TWD", "zh-hant", "1234", "新台幣1,234.00元"),
        ("USD", "zh-hant", "10", "10.00美元"),
        ("JPY", "zh-hans", "12000", "12,000日元"),
        ("JPY", "en", "12000", "JPY 12,000"),
        ("CHF", "zh-hans", "5", "5.00 CHF"),
        ("JPY", "zh-hans", "0.5", ""),
        ("CNY", "zh-hans", "1.005", ""),
        ("CNY", "zh-hans", "0", ""),
        ("CNY", "zh-hans", "-3", ""),
        ("CNY", "zh-hans", "NaN", ""),
    ],
)
def test_amounts_per_currency_and_language(
    currency: str, language: str, amount: str, expected: str
) -> None:
    assert money(Decimal(amount), currency=currency, language=language) == expected


def test_an_amount_that_cannot_be_told_exactly_is_missing() -> None:
    assert "amount_due" not in values(loan(amount_due=Decimal("1.005")))
    assert "amount_due" not in values(loan(), loan(amount_due=Decimal("-1")))


def test_an_unknown_salutation_and_cause_are_empty_not_missing() -> None:
    said = values()
    assert (said["salutation"], said["cause_sentence"]) == ("", "")


def test_an_empty_name_or_hotline_is_missing() -> None:
    assert "customer_name" not in values(customer_name=" ")
    silent = LenderFacts(name="安和", signature="安和", hotline="", ways_to_pay="APP")
    assert "hotline" not in values(lender=silent)


def test_a_message_without_a_loan_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one loan"):
        values_for(
            MessageFacts(customer_name="王", language="en", lender=LENDER, loans=(), today=TODAY)
        )


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("王小明", "王*明"),
        ("张三", "张*"),
        ("欧阳小明", "欧**明"),
        ("王", "*"),
        ("Wang Xiaoming", "W*** X***"),
    ],
)
def test_names_are_masked(name: str, masked: str) -> None:
    assert mask_name(name) == masked


@pytest.mark.parametrize(
    ("raw", "name", "language", "expected"),
    [
        ("先生", "王小明", "zh-hans", "先生"),
        ("Mr.", "王小明", "zh-hans", "先生"),
        ("女士", "Li Lei", "en", "Ms"),
        ("", "王小明", "zh-hans", ""),
        ("博士", "王小明", "zh-hans", ""),
        ("先生", "王先生", "zh-hans", ""),
        ("Mr", "Mr Wang", "en", ""),
    ],
)
def test_salutations(raw: str, name: str, language: str, expected: str) -> None:
    assert salutation_for(raw, name=name, language=language) == expected


@given(st.decimals(min_value="0.01", max_value="99999999.99", places=2))
def test_the_amount_in_the_text_is_the_amount_in_the_ledger(amount: Decimal) -> None:
    text = values(loan(amount_due=amount))["amount_due"]
    assert Decimal(text.removesuffix("元").replace(",", "")) == amount
