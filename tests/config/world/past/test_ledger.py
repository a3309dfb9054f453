"""The instalments before the one that the file names."""

from datetime import date, timedelta
from decimal import Decimal

from config.world.past.ledger import MONTH, Ledger, file_moment
from messaging.decisions.facts.rows import LoanRow

TODAY = date(2026, 9, 15)
FIRST = TODAY - timedelta(days=90)


def row(**columns: object) -> LoanRow:
    found = LoanRow(
        id=1,
        customer_id=1,
        loan_no="L1",
        product="消费贷",
        currency="CNY",
        outstanding=Decimal(900),
        amount_due=Decimal(900),
        due_date=TODAY + timedelta(days=5),
        as_of=file_moment(TODAY),
        instalments_paid=6,
        instalments_paid_late=2,
        cause="unknown",
    )
    return found._replace(**columns)


def ledger(loan: LoanRow) -> Ledger:
    return Ledger([(loan, "C1")], first=FIRST, today=TODAY)


def dues(loan: LoanRow) -> set[date]:
    book, found = ledger(loan), set()
    for day in (FIRST + timedelta(days=n) for n in range(91)):
        list(book.paid_on(day))
        found |= {one.due for one in book.open_on(day)}
    return found


def test_an_instalment_fell_due_every_thirty_days() -> None:
    due = TODAY + timedelta(days=5)
    assert dues(row()) == {due, due - MONTH, due - 2 * MONTH}


def test_what_the_file_says_is_owed_is_still_owed() -> None:
    book = ledger(row(due_date=TODAY - timedelta(days=40)))
    assert not list(book.paid_on(TODAY))
    [one] = book.open_on(TODAY)
    assert one.as_of(TODAY).amount_due == Decimal(900)


def test_everything_older_is_paid_in_full_before_today() -> None:
    loan = row(due_date=TODAY + timedelta(days=20))
    book = ledger(loan)
    paid: dict[date, Decimal] = {}
    amounts: dict[date, Decimal] = {}
    for day in (FIRST + timedelta(days=n) for n in range(90)):
        for one, amount in book.paid_on(day):
            paid[one.due] = paid.get(one.due, Decimal(0)) + amount
            amounts[one.due] = one.amount
        list(book.open_on(day))
    assert paid == amounts
    assert len(paid) == 3


def test_a_loan_with_nothing_due_is_written_about_no_more() -> None:
    book = ledger(row(amount_due=Decimal(0), due_date=TODAY + timedelta(days=3)))
    for day in (FIRST + timedelta(days=n) for n in range(90)):
        list(book.paid_on(day))
        list(book.open_on(day))
    assert not list(book.open_on(TODAY))
