import random

import pytest

from accounts.intake.merging.spoilt_numbers import rounded
from accounts.models import Customer, Lender, Loan, Repayment
from tests.make_intake import applied, as_csv, counts, loan, repayment

pytestmark = pytest.mark.django_db


def codes(import_file) -> list[tuple[int, str, str]]:
    return [
        (problem.line, problem.column, problem.code)
        for problem in import_file.problems.order_by("line", "pk")
    ]


def test_numbers_that_all_end_in_zeros_behind_the_fifteenth_digit_are_rounded():
    assert rounded({"622202110000123000", "622202110000456000"}) == {
        "622202110000123000",
        "622202110000456000",
    }
    assert rounded({"6222021100001230"}) == set()
    assert rounded({"622202110000123000"}) == {"622202110000123000"}
    assert rounded({"20260915000", "C-1"}) == set()


@pytest.mark.parametrize("length", [16, 17, 18, 20])
def test_of_many_sound_numbers_none_is_refused_for_zeros_it_has_by_chance(length):
    chance = random.Random(length)
    for _ in range(20):
        numbers = {f"{chance.randrange(10 ** (length - 1), 10**length)}" for _ in range(5000)}
        assert rounded(numbers) == set()


def test_rows_with_rounded_numbers_do_not_enter(anhe: Lender, now) -> None:
    rows = [
        loan(customer_no="310110198800123000"),
        loan(customer_no="310110198800456000"),
        loan(customer_no="310110198800123456", loan_no="D1"),
    ]
    done = applied(as_csv(rows), now=now)
    assert codes(done) == [
        (2, "customer_no", "number_rounded"),
        (3, "customer_no", "number_rounded"),
    ]
    assert Customer.objects.get().customer_no == "310110198800123456"


def test_a_number_that_is_known_is_not_doubted(anhe: Lender, now) -> None:
    rows = [loan(customer_no=f"31011019880012{n:04d}") for n in (3000, 3001, 3002, 3004)]
    assert counts(applied(as_csv(rows), now=now)) == {"new": 4}
    rows[0]["amount_due"] = "5.00"
    assert counts(applied(as_csv(rows[:1]), now=now)) == {"changed": 1}


@pytest.mark.parametrize("column", ["customer_no", "loan_no"])
def test_a_number_known_with_zeros_in_front_is_refused_without_them(
    column: str, anhe: Lender, now
) -> None:
    applied(as_csv([loan(**{column: "00004711"})]), now=now)
    done = applied(as_csv([loan(**{column: "4711"}), loan(**{column: "4712"})]), now=now)
    assert codes(done) == [(2, column, "zeros_lost")]
    assert Loan.objects.count() == 2


def test_zeros_lost_within_one_file_are_found_too(anhe: Lender, now) -> None:
    done = applied(as_csv([loan(customer_no="4711"), loan(customer_no="00004711")]), now=now)
    assert codes(done) == [(2, "customer_no", "zeros_lost")]


def test_a_repayments_reference_without_its_zeros_is_refused(anhe: Lender, now) -> None:
    applied(as_csv([loan(loan_no="D1")]), now=now)
    for reference, expected in (("000012", {"new": 1}), ("12", {"bad": 1})):
        row = repayment(reference=reference, loan_no="D1")
        done = applied(as_csv([row]), now=now, kind="repayments")
        assert counts(done) == expected
    assert Repayment.objects.get().reference == "000012"
