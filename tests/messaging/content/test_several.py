"""Several loans in one text: the sum is called one, days and dates say whose they are."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from messaging.content.render import render
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for

TODAY = date(2026, 9, 15)
LENDER = LenderFacts(
    name="安和消费金融", signature="安和", hotline="400-600-0000", ways_to_pay="安和APP"
)


def told(body: str, *days: int, language: str = "zh-hans", product: str = "消费贷") -> str:
    """The body as told about loans of 40 each, so many days past due."""
    loans = tuple(
        LoanText(
            product="loan" if language == "en" else product,
            loan_no_tail=f"010{place}",
            currency="CNY",
            amount_due=Decimal(40),
            outstanding=Decimal(900),
            due_date=TODAY - timedelta(days=past),
        )
        for place, past in enumerate(days)
    )
    facts = MessageFacts(
        customer_name="王磊", language=language, lender=LENDER, loans=loans, today=TODAY
    )
    return render(body, values_for(facts))


FACT = (
    "您的{{ product }}（尾号{{ loan_tail }}）还款日为{{ due_date }}，应还{{ amount_due }}，"
    "已逾期{{ days_overdue }}天，请您留意。"
)


def test_one_loan_is_told_as_the_template_says() -> None:
    assert told(FACT, 5) == (
        "您的消费贷（尾号0100）还款日为9月10日，应还40.00元，已逾期5天，请您留意。"
    )


def test_days_and_dates_are_those_of_the_earliest_loan_and_say_so() -> None:
    assert told(FACT, 26, 5) == (
        "您的消费贷等2笔（尾号0100、0101），最早一笔还款日为8月20日，2笔合计应还80.00元，"
        "最早一笔已逾期26天，请您留意。"
    )


def test_loans_due_on_one_day_have_that_day_in_common() -> None:
    assert told(FACT, 5, 5, 5) == (
        "您的消费贷等3笔（尾号0100、0101、0102）还款日为9月10日，3笔合计应还120.00元，"
        "已逾期5天，请您留意。"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        # The earliest loan is still the subject: once is enough.
        (
            "您的{{ product }}还款日为{{ due_date }}，已逾期{{ days_overdue }}天。",
            "您的消费贷等2笔，最早一笔还款日为8月20日，已逾期26天。",
        ),
        ("{{ product }}应还{{ amount_due }}。", "消费贷等2笔合计应还80.00元。"),
        ("您的{{ product }}本期应还{{ amount_due }}。", "您的消费贷等2笔本期合计应还80.00元。"),
        ("目前应还{{ amount_due }}。", "目前2笔合计应还80.00元。"),
        (
            "您的{{ product }}（尾号{{ loan_tail }}）目前应还{{ amount_due }}。",
            "您的消费贷等2笔（尾号0100、0101）目前2笔合计应还80.00元。",
        ),
        ("请还清{{ amount_due }}。", "请还清2笔合计80.00元。"),
        ("您的借款共{{ amount_due }}。", "您的借款共80.00元。"),
        ("共{{ loan_count }}笔，合计应还{{ amount_due }}。", "共2笔，合计应还80.00元。"),
        ("请留意，逾期{{ overdue_period }}。", "请留意，最早一笔逾期26天。"),
        ("{{ days_overdue }}天前到期。", "26天（最早一笔）前到期。"),
        ("应于{{ due_date }}前还。", "应于8月20日（最早一笔）前还。"),
        ("最早一笔还款日{{ due_date }}。", "最早一笔还款日8月20日。"),
        ("最早{{ due_date }}到期。", "最早8月20日到期。"),
        (
            "您的{{ product }}（尾号{{ loan_tail }}）{{ due_date }}到期，应还{{ amount_due }}。",
            "您的消费贷等2笔（尾号0100、0101），最早一笔8月20日到期，2笔合计应还80.00元。",
        ),
        ("{{ product }}将于{{ due_date }}到期。", "消费贷等2笔，最早一笔将于8月20日到期。"),
        (
            "还款日：{{ due_date }}；已逾期{{ days_overdue }}天。",
            "最早一笔还款日：8月20日；最早一笔已逾期26天。",
        ),
    ],
)
def test_however_a_template_is_worded_it_stays_true(body: str, expected: str) -> None:
    assert told(body, 26, 5) == expected


def test_a_product_that_sounds_like_a_sum_calls_nothing_one() -> None:
    assert told("{{ product }}应还{{ amount_due }}。", 5, 5, product="共享贷") == (
        "共享贷等2笔合计应还80.00元。"
    )


def test_loans_that_are_still_to_come_say_the_first_day() -> None:
    assert told("{{ product }}还有{{ days_until_due }}天到期。", -3, -6) == (
        "消费贷等2笔，最早一笔还有3天到期。"
    )


def test_traditional_chinese_is_told_in_its_own_signs() -> None:
    body = "{{ product }}還款日為{{ due_date }}，應還{{ amount_due }}，現逾期{{ days_overdue }}天。"
    assert told(body, 26, 5, language="zh-hant") == (
        "消费贷等2筆，最早一筆還款日為8月20日，2筆合計應還人民幣80.00元，最早一筆現逾期26天。"
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            "{{ amount_due }} for your {{ product }} was due on {{ due_date }} and is "
            "{{ overdue_period }} overdue.",
            "CNY 80.00 in total for your loan and 1 more was due on 20 August (the earliest) and "
            "is up to 26 days overdue.",
        ),
        ("In total {{ amount_due }}.", "In total CNY 80.00."),
        (
            "was due on {{ due_date }} ({{ overdue_period }} overdue).",
            "was due on 20 August (the earliest, up to 26 days overdue).",
        ),
        ("{{ days_overdue }} days overdue.", "up to 26 days overdue."),
    ],
)
def test_english_says_total_and_up_to(body: str, expected: str) -> None:
    assert told(body, 26, 5, language="en") == expected


def test_english_days_until_the_first_is_due() -> None:
    said = told("Due in {{ days_until_due }} days.", -3, -6, language="en")
    assert said == "Due in 3 days at the earliest."
