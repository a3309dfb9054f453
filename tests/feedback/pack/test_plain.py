"""Rows as JSON for the evidence pack."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from accounts.models import Customer, Hold, Loan
from feedback.pack.plain import LEFT_OUT, people_in, plain

AT = datetime(2026, 9, 15, 10, tzinfo=UTC)


def test_a_row_is_told_in_values_that_json_knows():
    day = date(2026, 9, 14)
    loan = Loan(pk=3, loan_no="L3", amount_due=Decimal("1.50"), due_date=day, as_of=AT)
    told = plain(loan)
    assert (told["id"], told["loan_no"], told["amount_due"]) == (3, "L3", "1.50")
    assert (told["due_date"], told["as_of"]) == ("2026-09-14", AT.isoformat())
    assert json.loads(json.dumps(told)) == told


def test_what_only_finds_or_locks_a_row_is_left_out():
    for model in (Customer, Loan, Hold):
        assert not LEFT_OUT & set(plain(model()))


def test_people_are_found_by_the_names_of_their_columns():
    placed = {"placed_by_id": 4, "author_id": 5, "loan_id": 6}
    rows = [placed, {"decided_by_id": None, "user_id": 5}]
    assert people_in(rows) == {4, 5}
    assert people_in([]) == set()
