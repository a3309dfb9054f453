"""Which loans one text may add up."""

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from accounts.rules.delinquency import days_past_due, loan_standing
from messaging.policy.together import told_together

TODAY = date(2026, 9, 15)


@dataclass(frozen=True)
class Loan:
    due_date: date
    amount_due: Decimal
    currency: str = "CNY"


def due(days: int, amount: int = 100, currency: str = "CNY") -> Loan:
    """So many days past due."""
    return Loan(TODAY - timedelta(days=days), Decimal(amount), currency)


loans = st.lists(
    st.builds(due, st.integers(-9, 9), st.integers(1, 5), st.sampled_from(["CNY", "HKD"])),
    max_size=8,
)


def test_of_none_or_one_there_is_nothing_to_choose():
    assert told_together([], TODAY) == []
    assert told_together([due(-30)], TODAY) == [due(-30)]


def test_the_first_due_leads_and_of_equals_the_largest():
    assert told_together([due(1, 10), due(5, 20), due(5, 30)], TODAY) == [
        due(5, 30),
        due(5, 20),
        due(1, 10),
    ]


def test_what_is_overdue_is_not_added_to_what_is_due_today_or_later():
    assert told_together([due(0), due(1), due(-3)], TODAY) == [due(1)]
    assert told_together([due(-3), due(0)], TODAY) == [due(0)]
    assert told_together([due(-9), due(-3)], TODAY) == [due(-3), due(-9)]


def test_another_currency_waits_for_a_text_of_its_own():
    assert told_together([due(3), due(2, 100, "HKD"), due(1)], TODAY) == [due(3), due(1)]


@given(loans)
def test_what_is_told_is_of_one_standing_and_currency_and_leaves_no_such_loan_out(given_loans):
    told = told_together(given_loans, TODAY)

    def kind(loan: Loan) -> tuple[object, ...]:
        return (loan.currency, loan_standing(days_past_due(loan.due_date, TODAY)))

    assert len({kind(loan) for loan in told}) <= 1
    if told:
        assert sorted(map(repr, told)) == sorted(
            repr(loan) for loan in given_loans if kind(loan) == kind(told[0])
        )
        assert told[0].due_date == min(loan.due_date for loan in given_loans)
