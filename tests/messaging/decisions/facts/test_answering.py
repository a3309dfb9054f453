"""Which loans an answer speaks of."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from messaging import library
from messaging.content.chosen import Chosen
from messaging.content.render import render
from messaging.content.values import LenderFacts, LoanText, MessageFacts, values_for
from messaging.decisions.facts.answering import loans_of_text
from messaging.decisions.facts.rows import LoanRow

TODAY = date(2026, 9, 15)
NOW = datetime(2026, 9, 15, 2, tzinfo=UTC)
ABOUT_LOANS = "应还{{ amount_due }}。"


def loan(pk: int, dpd: int, currency: str = "CNY", due: int = 50) -> LoanRow:
    amount, day = Decimal(due), TODAY - timedelta(days=dpd)
    return LoanRow(pk, 1, f"L{pk}", "消费贷", currency, amount, amount, day, NOW, 0, 0, "unknown")


@pytest.mark.parametrize(
    ("loans", "told"),
    [
        ([loan(1, -5), loan(2, 6), loan(3, 20)], [3, 2]),
        ([loan(1, -5), loan(2, 0), loan(3, -20)], [2]),
        ([loan(1, -5), loan(2, -20)], [1, 2]),
        ([loan(1, 9, "HKD"), loan(2, 6), loan(3, 3, "HKD")], [1, 3]),
        ([loan(1, 9, due=0), loan(2, -6)], [2]),
    ],
)
def test_an_answer_speaks_of_loans_of_one_standing_and_currency_the_first_due_leading(
    loans: list[LoanRow], told: list[int]
) -> None:
    assert [each.id for each in loans_of_text(ABOUT_LOANS, loans, TODAY)] == told


@pytest.mark.parametrize("language", library.LANGUAGES)
@pytest.mark.parametrize("dpd", [-21, -1, 0, 9])
def test_no_shipped_answer_says_of_a_loan_still_to_come_that_it_was_due(
    language: str, dpd: int
) -> None:
    text = LoanText(
        product="loan",
        loan_no_tail="0417",
        currency="CNY",
        amount_due=Decimal(50),
        outstanding=Decimal(50),
        due_date=TODAY - timedelta(days=dpd),
    )
    facts = MessageFacts(
        customer_name="Wang Lei",
        language=language,
        lender=LenderFacts(name="Anhe", signature="Anhe", hotline="400", ways_to_pay="app"),
        loans=(text,),
        today=TODAY,
        chosen=Chosen(TODAY + timedelta(days=3), Decimal(50), "CNY"),
    )
    for answer in library.load_answers(language):
        said = render(answer.body, values_for(facts))
        assert not any(word in said for word in ("was due", "逾期", "已到期", "overdue"))
