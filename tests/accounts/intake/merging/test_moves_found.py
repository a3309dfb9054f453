"""A loan under another customer number waits for two people, silent meanwhile."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.intake.merging import moves_found
from accounts.models import Hold, Lender, Loan, LoanMove
from tests.make_intake import applied, as_csv, checked, counts, loan

pytestmark = pytest.mark.django_db

EIGHT, NINE, TEN = (f"2026-09-15 {hour}:00" for hour in ("08", "09", "10"))


@pytest.fixture
def row(anhe: Lender, now: datetime) -> dict[str, str]:
    row = loan(customer_no="K1", loan_no="D1", as_of=EIGHT, amount_due="760.00")
    applied(as_csv([row]), now=now)
    return row


def name_again(row: dict[str, str], now: datetime, **cells: str) -> None:
    applied(as_csv([{**row, **cells}]), now=now)


def test_it_is_noted_and_the_loan_is_silent(row: dict[str, str], now: datetime) -> None:
    done = applied(as_csv([{**row, "customer_no": "K2", "as_of": NINE}]), now=now)

    assert counts(done) == {"bad": 1}
    move = LoanMove.objects.get()
    assert (move.state, move.to_number, move.loan.customer.customer_no) == ("open", "K2", "K1")
    hold = Hold.objects.get()
    assert (hold.kind, hold.loan, hold.customer, hold.pk) == (
        "loan_move",
        move.loan,
        move.from_customer,
        move.hold_id,
    )


def test_a_check_notes_nothing(row: dict[str, str], now: datetime) -> None:
    checked(as_csv([{**row, "customer_no": "K2", "as_of": NINE}]), now=now)
    assert not LoanMove.objects.exists()


def test_an_older_file_asks_nothing(row: dict[str, str], now: datetime) -> None:
    name_again(row, now, customer_no="K2", as_of="2026-09-15 07:00")
    assert not LoanMove.objects.exists()


def test_named_so_again_it_is_one_question_with_the_newest_figures(
    row: dict[str, str], now: datetime
) -> None:
    name_again(row, now, customer_no="K2", as_of=NINE)
    name_again(row, now, customer_no="K2", as_of=TEN, amount_due="430.00")
    move = LoanMove.objects.get()
    assert f"{move.as_of:%H}" == "02"
    assert Hold.objects.count() == 1


def test_named_under_the_old_number_again_nothing_is_left_to_settle(
    row: dict[str, str], now: datetime
) -> None:
    name_again(row, now, customer_no="K2", as_of=NINE)
    name_again(row, now, as_of=TEN)
    assert LoanMove.objects.get().state == "withdrawn"
    assert Hold.objects.get().released_at == now
    assert moves_found.waiting_loans() == {}


def test_what_was_answered_for_one_number_is_open_again_for_another(
    row: dict[str, str], now: datetime
) -> None:
    from tests import make

    name_again(row, now, customer_no="K2", as_of=NINE)
    LoanMove.objects.update(
        state="asked", answer="wrong", why="…", asked_by=make.staff("agent"), asked_at=now
    )
    name_again(row, now, customer_no="K3", as_of=TEN)
    move = LoanMove.objects.get()
    assert (move.state, move.to_number) == ("open", "K3")


def test_the_number_of_queries_does_not_grow_with_the_moves(anhe: Lender, now: datetime) -> None:
    asked = []
    for count in (2, 9):
        rows = [loan(loan_no=f"D{count}{n}", customer_no=f"K{count}{n}") for n in range(count)]
        applied(as_csv(rows), now=now)
        moved = as_csv(
            [{**row, "customer_no": f"N{row['loan_no']}", "as_of": NINE} for row in rows]
        )
        with CaptureQueriesContext(connection) as queries:
            applied(moved, now=now)
        asked.append(len(queries))
    assert asked[0] == asked[1]
    assert LoanMove.objects.count() == Loan.objects.count() == 11
