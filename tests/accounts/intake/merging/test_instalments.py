"""Instalments enter with the figures of their loan, and go with them."""

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import Error, transaction

from accounts.models import Lender, Loan, LoanInstalment
from tests.make_intake import applied, as_csv, counts, loan, repayment

pytestmark = pytest.mark.django_db
TOLD = {
    "instalment_no": "3;4",
    "instalment_due": "2026-08-10;2026-09-10",
    "instalment_principal": "600;600",
    "instalment_interest": "17.28;17.28",
    "instalment_fee": "",
    "pay_with": ";PAY-0004",
}


def _stored() -> list[tuple[int, Decimal, str | None]]:
    rows = LoanInstalment.objects.order_by("number")
    return [(each.number, each.amount, each.pay_with or None) for each in rows]


def test_a_new_loan_and_a_known_one_get_what_the_file_says(anhe: Lender, now: datetime) -> None:
    row = loan() | TOLD
    assert counts(applied(as_csv([row]), now=now)) == {"new": 1}
    part = Decimal("617.28")
    assert _stored() == [(3, part, None), (4, part, "PAY-0004")]
    one = {"instalment_no": "4", "instalment_due": "2026-09-10", "pay_with": "PAY-0005"}
    later = (
        row
        | one
        | {
            "instalment_principal": "300",
            "instalment_interest": "0",
            "amount_due": "300.00",
            "as_of": "2026-09-15 09:00",
        }
    )
    assert counts(applied(as_csv([later]), now=now)) == {"changed": 1}
    assert _stored() == [(4, Decimal("300.00"), "PAY-0005")]


def test_newer_figures_without_instalments_leave_none_behind(anhe: Lender, now: datetime) -> None:
    row = loan() | TOLD
    applied(as_csv([row]), now=now)
    bare = row | dict.fromkeys(TOLD, "") | {"amount_due": "700.00", "as_of": "2026-09-15 09:00"}
    applied(as_csv([bare]), now=now)
    assert _stored() == []


def test_what_does_not_add_up_never_enters(anhe: Lender, now: datetime) -> None:
    done = applied(as_csv([loan() | TOLD | {"instalment_principal": "600;600.01"}]), now=now)
    assert counts(done) == {"bad": 1}
    assert not Loan.objects.exists()


def test_a_repayment_lowers_what_is_due_and_not_what_was_told(anhe: Lender, now: datetime) -> None:
    row = loan() | TOLD
    applied(as_csv([row]), now=now)
    paid = repayment(loan_no=row["loan_no"], amount="617.28")
    applied(as_csv([paid]), kind="repayments", now=now)
    stored = Loan.objects.get()
    assert (stored.amount_due, stored.told_due) == (Decimal("617.28"), Decimal("1234.56"))
    assert len(_stored()) == 2


def test_the_database_holds_them_to_the_amount_that_was_told(anhe: Lender, now: datetime) -> None:
    applied(as_csv([loan() | TOLD]), now=now)
    third = LoanInstalment.objects.get(number=3)
    breaking = (
        lambda: LoanInstalment.objects.filter(pk=third.pk).update(fee=1),
        lambda: LoanInstalment.objects.filter(pk=third.pk).delete(),
        lambda: LoanInstalment.objects.create(
            loan=third.loan, number=5, due_date=third.due_date, principal=1
        ),
        lambda: Loan.objects.update(amount_due=1),
    )
    for act in breaking:
        with pytest.raises(Error, match="instalments of a loan add up"), transaction.atomic():
            act()
    LoanInstalment.objects.all().delete()
    Loan.objects.update(amount_due=1)
