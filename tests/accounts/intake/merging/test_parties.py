"""Who answers for a loan beside its debtor."""

from datetime import datetime

import pytest

from accounts.models import (
    Lender,
    LoanParty,
)
from tests.make_intake import applied, as_csv, checked, counts, loan, problems

pytestmark = pytest.mark.django_db


def test_others_who_answer_for_a_loan_are_its_parties_wherever_they_stand(
    anhe: Lender, now: datetime
) -> None:
    debt = loan(customer_no="K1")
    guarantor = {**loan(role="担保人"), "loan_no": debt["loan_no"]}
    stranger = loan(role="guarantor", loan_no="NOBODY")
    rows = as_csv([guarantor, debt, stranger])

    for look in (checked, applied):
        done = look(rows, now=now)
        assert counts(done) == {"new": 2, "bad": 1}
        assert problems(done) == [(4, "loan_no", "unknown_loan")]

    party = LoanParty.objects.get()
    assert (party.loan.customer.customer_no, party.role) == ("K1", "guarantor")
    assert party.customer.contact_points.get().role == "guarantor"


def test_a_party_is_idempotent_too(anhe: Lender, now: datetime) -> None:
    debt = loan()
    other = {**loan(role="co-debtor"), "loan_no": debt["loan_no"]}
    applied(as_csv([debt, other]), now=now)

    again = applied(as_csv([other, debt]), now=now)
    changed = applied(as_csv([{**other, "role": "guarantor"}, debt]), now=now)

    assert counts(again) == {"unchanged": 2}
    assert counts(changed) == {"unchanged": 1, "changed": 1}
    assert LoanParty.objects.get().role == "guarantor"


def test_a_debtor_is_no_party_of_the_own_loan_and_a_party_counts_once(
    anhe: Lender, now: datetime
) -> None:
    debt = loan()
    other = {**loan(role="co-debtor"), "loan_no": debt["loan_no"]}

    done = applied(as_csv([debt, {**debt, "role": "guarantor"}, other, other]), now=now)

    assert problems(done) == [(3, "role", "own_party"), (5, "loan_no", "duplicate_party")]
