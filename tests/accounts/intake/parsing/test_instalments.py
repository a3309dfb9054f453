"""What a row says of the instalments that make up its amount due."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.intake.parsing.instalments import Loan, parse_instalments
from accounts.intake.parsing.shapes import Instalment

LOAN = Loan(Decimal("1234.56"), date(2026, 9, 15), "CNY", frozenset({"anhe.example"}))
WHOLE = {
    "instalment_no": "3",
    "instalment_principal": "1,000.00",
    "instalment_interest": "204.56元",
    "instalment_fee": "30",
}
TWO = {
    "instalment_no": "3；4",
    "instalment_due": "2026-08-15; 2026-09-15",
    "instalment_principal": "600; 600",
    "instalment_interest": "17.28; 17.28",
    "pay_with": "https://anhe.example/p/3;",
}


def test_a_row_that_says_nothing_of_instalments_has_none() -> None:
    assert parse_instalments({"loan_no": "L1", "pay_with": " "}, LOAN) == ((), [])


def test_one_instalment_is_due_with_its_loan_and_made_of_its_parts() -> None:
    found, errors = parse_instalments(WHOLE | {"pay_with": "PAY-2026-03"}, LOAN)
    parts = (Decimal("1000.00"), Decimal("204.56"), Decimal("30.00"))
    assert (errors, found) == ([], (Instalment(3, LOAN.due_date, *parts, "PAY-2026-03"),))


def test_several_stand_in_one_row_between_semicolons() -> None:
    found, errors = parse_instalments(TWO, LOAN)
    assert errors == []
    assert [(each.number, each.due_date.month, each.pay_with) for each in found] == [
        (3, 8, "https://anhe.example/p/3"),
        (4, 9, ""),
    ]


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"instalment_no": ""}, "instalment_no", "required"),
        ({"instalment_principal": ""}, "instalment_principal", "required"),
        ({"instalment_no": "3; 4"}, "instalment_principal", "instalment_values"),
        ({"instalment_fee": "29.99"}, "instalment_principal", "instalments_do_not_add_up"),
        ({"instalment_fee": "-30"}, "instalment_fee", "negative_amount"),
        ({"instalment_no": "third"}, "instalment_no", "bad_count"),
        ({"instalment_due": "31.02."}, "instalment_due", "bad_date"),
        ({"pay_with": "https://evil.example/"}, "pay_with", "not_a_pay_link"),
        ({"pay_with": "http://anhe.example/"}, "pay_with", "not_a_pay_link"),
        ({"pay_with": "scan me"}, "pay_with", "bad_pay_code"),
    ],
)
def test_what_is_wrong_is_said_of_its_cell(changed: dict[str, str], column: str, code: str) -> None:
    found, errors = parse_instalments(WHOLE | changed, LOAN)
    assert (column, code) in [(each.column, each.code) for each in errors]
    assert found == () or code == "instalments_do_not_add_up"


def test_no_instalment_is_named_twice_or_is_of_nothing() -> None:
    twice = parse_instalments(TWO | {"instalment_no": "3;3"}, LOAN)[1]
    assert [each.code for each in twice] == ["instalment_twice"]
    nothing = {"instalment_principal": "1234.56; 0", "instalment_interest": ""}
    assert [each.code for each in parse_instalments(TWO | nothing, LOAN)[1]] == ["zero_amount"]


def test_sixty_instalments_of_a_loan_are_due_together_at_most() -> None:
    many = {name: ";".join(["1"] * 61) for name in ("instalment_no", "instalment_principal")}
    assert parse_instalments(many, LOAN)[1][0].code == "too_many_instalments"
