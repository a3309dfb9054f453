"""What is read in a finished text, word by word."""

from decimal import Decimal

import pytest

from messaging.content.readback.read import read
from messaging.content.readback.said import Amount, Day, Days


def amounts(text: str, language: str = "zh-hans") -> list[tuple[str, str]]:
    return [(str(found.value), found.currency) for found in read(text, language).amounts]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("应还1,234.56元。", "zh-hans", [("1234.56", "CNY")]),
        ("应还0.01元", "zh-hans", [("0.01", "CNY")]),
        ("应还100.00港元", "zh-hans", [("100.00", "HKD")]),
        ("應還新台幣1,234.00元", "zh-hant", [("1234.00", "TWD")]),
        ("應還人民幣5.00元", "zh-hant", [("5.00", "CNY")]),
        ("應還5.00元", "zh-hant", [("5.00", "")]),
        ("应还10.00美元、12,000日元", "zh-hans", [("10.00", "USD"), ("12000", "JPY")]),
        ("应还5.00 CHF。", "zh-hans", [("5.00", "CHF")]),
        ("欠1.2万元", "zh-hans", [("12000.0", "CNY")]),
        ("欠¥100，$5", "zh-hans", [("100", ""), ("5", "")]),
        ("CNY 1,234.56, due", "en", [("1234.56", "CNY")]),
        ("pay 500 yuan or $20", "en", [("500", ""), ("20", "")]),
        ("请致电400-600-0000，查询码7KM3XQ9T", "zh-hans", []),
        ("用1到5的数字回复", "zh-hans", []),
    ],
)
def test_amounts_with_their_currency(
    text: str, language: str, expected: list[tuple[str, str]]
) -> None:
    assert amounts(text, language) == expected


@pytest.mark.parametrize(
    ("text", "language", "owed"),
    [
        ("应还100元", "zh-hans", True),
        ("请您尽快还清100元", "zh-hans", True),
        ("尚欠本金100元", "zh-hans", True),
        ("單筆轉帳限額100美元", "zh-hant", False),
        ("You owe CNY 100", "en", True),
        ("CNY 100 for your loan is due", "en", True),
        ("Transfers up to CNY 100 are free", "en", False),
    ],
)
def test_amounts_that_are_owed_and_others(text: str, language: str, owed: bool) -> None:
    assert [amount.owed for amount in read(text, language).amounts] == [owed]


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("还款日为9月15日，", "zh-hans", Day(None, 9, 15, True, False)),
        ("還款日為2025年12月28日", "zh-hant", Day(2025, 12, 28, True, False)),
        ("最早一笔还款日为9月15日", "zh-hans", Day(None, 9, 15, True, True)),
        ("请于9月15日（最早一笔）前还款", "zh-hans", Day(None, 9, 15, True, True)),
        ("10月1日起客服放假", "zh-hans", Day(None, 10, 1, False, False)),
        ("was due on 15 September and", "en", Day(None, 9, 15, True, False)),
        ("due on 28 December 2025 (the earliest).", "en", Day(2025, 12, 28, True, True)),
        ("We are closed from 1 October.", "en", Day(None, 10, 1, False, False)),
    ],
)
def test_dates_and_whether_they_are_due_dates(text: str, language: str, expected: Day) -> None:
    assert read(text, language).dates == (expected,)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("已逾期26天", "zh-hans", Days(26, True, True, False)),
        ("最早一笔已逾期26天", "zh-hans", Days(26, True, True, True)),
        ("逾期26天（最早一笔）", "zh-hans", Days(26, True, True, True)),
        ("現逾期 3 天", "zh-hant", Days(3, True, True, False)),
        ("逾期天数：26天", "zh-hans", Days(26, True, True, False)),
        ("26天前到期", "zh-hans", Days(26, True, True, False)),
        ("还有3天到期", "zh-hans", Days(3, False, True, False)),
        ("距还款日3天", "zh-hans", Days(3, False, True, False)),
        ("逾期15天以上会产生费用", "zh-hans", Days(15, True, False, False)),
        ("若逾期15天", "zh-hans", Days(15, True, False, False)),
        ("2天后回复您", "zh-hans", Days(2, None, False, False)),
        ("is 5 days overdue", "en", Days(5, True, True, False)),
        ("is up to 26 days overdue", "en", Days(26, True, True, True)),
        ("1 day ago", "en", Days(1, True, True, False)),
        ("is due in 3 days", "en", Days(3, False, True, False)),
        ("due in 3 days at the earliest", "en", Days(3, False, True, True)),
        ("if you are 30 days late", "en", Days(30, True, False, False)),
    ],
)
def test_days_and_which_way_they_count(text: str, language: str, expected: Days) -> None:
    assert read(text, language).days == (expected,)


@pytest.mark.parametrize(
    ("text", "language"),
    [("请于3日内还款", "zh-hans"), ("三天之內", "zh-hant"), ("Please pay within 3 days", "en")],
)
def test_a_time_limit_is_no_number_of_days_overdue(text: str, language: str) -> None:
    assert read(text, language).days == ()


def test_a_sum_between_ends_what_is_said_of_the_earliest() -> None:
    found = read("最早一笔还款日为8月20日，2笔合计应还80.00元，已逾期26天。", "zh-hans")
    assert found.dates[0].first
    assert not found.days[0].first
    assert found.amounts == (Amount(Decimal("80.00"), "CNY", summed=True, owed=True),)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("消费贷等2笔（尾号）", "zh-hans", (2,)),
        ("您的两笔借款", "zh-hans", (2,)),
        ("消費貸等12筆", "zh-hant", (12,)),
        ("最早一笔", "zh-hans", ()),
        ("第2笔", "zh-hans", ()),
        ("your loan and 2 more", "en", (3,)),
        ("your 3 loans", "en", (3,)),
    ],
)
def test_numbers_of_loans(text: str, language: str, expected: tuple[int, ...]) -> None:
    assert read(text, language).counts == expected


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("已逾期5天", "zh-hans", {"overdue"}),
        ("今天（9月15日）是您消费贷的还款日", "zh-hans", {"due_today"}),
        ("将于9月15日到期", "zh-hans", {"due_later"}),
        ("如已逾期，请致电", "zh-hans", set()),
        ("逾期费用按合同计算", "zh-hans", set()),
        ("was due on 5 May", "en", {"overdue"}),
        ("is due on 5 May", "en", {"due_later"}),
        ("is due today, 5 May", "en", {"due_today"}),
        ("if it is overdue, call", "en", set()),
        ("overdue fees", "en", set()),
    ],
)
def test_standings_that_words_say(text: str, language: str, expected: set[str]) -> None:
    assert read(text, language).standings == expected
