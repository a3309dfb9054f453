"""Money that went back again: taken off no longer, once, however the file says it."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from accounts.models import ImportFile, Lender, Loan, Repayment
from accounts.signals import repayments_recorded, repayments_reversed
from tests import make
from tests.make_intake import applied, as_csv, checked, counts, loan, repayment

pytestmark = pytest.mark.django_db

LATER = timedelta(hours=1)
COLUMNS = ["reference", "loan_no", "paid_on", "amount", "reverses", "status"]


@pytest.fixture
def owed(anhe: Lender) -> Loan:
    """1,000 due of 5,000, as of 08:30 that day in Shanghai."""
    return make.loan(lender=anhe, amount_due=Decimal("1000"), outstanding=Decimal("5000"))


def bring(now: datetime, *rows: dict[str, str]) -> ImportFile:
    return applied(
        as_csv(rows, columns=COLUMNS), now=now, kind="repayments", filename="repayments.csv"
    )


def figures(loan: Loan) -> tuple[Decimal, Decimal]:
    loan.refresh_from_db()
    return loan.amount_due, loan.outstanding


def codes(done: ImportFile) -> list[tuple[str, str]]:
    return list(done.problems.order_by("pk").values_list("column", "code"))


WAYS = [
    pytest.param({"reference": "R2", "amount": "-300.00", "reverses": "R1"}, id="named, negative"),
    pytest.param({"reference": "R2", "amount": "300.00", "reverses": "r1"}, id="named"),
    pytest.param({"reference": "R1", "amount": "-300.00"}, id="same reference, negative"),
    pytest.param({"reference": "R1", "amount": "(300.00)"}, id="same reference, in brackets"),
    pytest.param({"reference": "R1", "amount": "300.00", "status": "冲正"}, id="marked"),
    pytest.param(
        {"reference": "R1", "amount": "300.00", "status": "reversed"}, id="marked, English"
    ),
    pytest.param({"reference": "R9", "amount": "-300.00"}, id="the only one of that amount"),
]


@pytest.mark.parametrize("way", WAYS)
def test_a_repayment_is_taken_back_however_the_file_says_it(
    way: dict[str, str], owed: Loan, now: datetime
) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"))
    assert figures(owed) == (700, 4700)

    row = repayment(loan_no=owed.loan_no, **way)
    done = bring(now + LATER, row)

    assert counts(done) == {"new": 1}
    assert figures(owed) == (1000, 5000)
    back = Repayment.objects.get(amount__lt=0)
    assert (back.reverses.reference, back.amount, back.reversed_on) == ("R1", -300, make.DAY)
    assert counts(bring(now + 2 * LATER, row, repayment(loan_no="D0"))) == {
        "unchanged": 1,
        "bad": 1,
    }
    assert figures(owed) == (1000, 5000)


@pytest.mark.parametrize("way", WAYS[:-1])  # the last names nothing that a check could know
def test_in_one_file_what_goes_back_may_stand_above_what_came_in(
    way: dict[str, str], owed: Loan, now: datetime
) -> None:
    rows = (
        repayment(loan_no=owed.loan_no, **way),
        repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"),
    )
    looked = checked(as_csv(rows, columns=COLUMNS), now=now, kind="repayments")
    assert counts(looked) == {"new": 2}

    assert counts(bring(now, *rows)) == {"new": 2}
    assert figures(owed) == (1000, 5000)


def test_more_than_was_due_comes_back_only_as_far_as_it_was_due(owed: Loan, now: datetime) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="9000.00"))
    assert figures(owed) == (0, 0)
    bring(now + LATER, repayment(reference="R1", loan_no=owed.loan_no, amount="-9000.00"))
    assert figures(owed) == (1000, 5000)


def test_other_repayments_stay(owed: Loan, now: datetime) -> None:
    bring(
        now, *(repayment(reference=f"R{n}", loan_no=owed.loan_no, amount="300.00") for n in (1, 2))
    )
    bring(now + LATER, repayment(reference="R1", loan_no=owed.loan_no, amount="-300.00"))
    assert figures(owed) == (700, 4700)


def test_part_of_a_repayment_may_go_back(owed: Loan, now: datetime) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"))
    bring(now + LATER, repayment(reference="R1", loan_no=owed.loan_no, amount="-100.00"))
    assert figures(owed) == (800, 4800)


def test_figures_that_held_it_already_are_left_to_the_next_file(owed: Loan, now: datetime) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, paid_on="2026-09-14"))
    assert figures(owed) == (1000, 5000)
    done = bring(now + LATER, repayment(reference="R1", loan_no=owed.loan_no, amount="-100.00"))
    assert counts(done) == {"new": 1}
    assert figures(owed) == (1000, 5000)


def test_newer_figures_are_lowered_by_nothing_that_went_back(anhe: Lender, now: datetime) -> None:
    row = loan(loan_no="D1", amount_due="1000.00", outstanding="5000.00", as_of="2026-09-15 08:30")
    applied(as_csv([row]), now=now)
    bring(now, *(repayment(reference=f"R{n}", loan_no="D1", amount="300.00") for n in (1, 2)))
    bring(now + LATER, repayment(reference="R1", loan_no="D1", amount="-300.00"))

    applied(as_csv([{**row, "as_of": "2026-09-15 09:00", "product": "车贷"}]), now=now)

    known = Loan.objects.get(loan_no="D1")
    assert figures(known) == (700, 4700)
    assert (known.told_due, known.told_outstanding) == (1000, 5000)


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ({"reference": "R7", "reverses": "R8"}, ("reverses", "unknown_repayment")),
        (
            {"reference": "R7", "status": "退票", "amount": "7.00"},
            ("reference", "unknown_repayment"),
        ),
        ({"reference": "R1", "amount": "-301.00"}, ("amount", "more_than_came_in")),
        (
            {"reference": "R1", "amount": "-300.00", "loan_no": "D9"},
            ("loan_no", "repayment_of_another_loan"),
        ),
        (
            {"reference": "R1", "amount": "-300.00", "paid_on": "2026-09-01"},
            ("paid_on", "before_it_came_in"),
        ),
        ({"reference": "R1", "status": "maybe"}, ("status", "bad_status")),
        ({"reference": "R2", "reverses": "R1", "amount": "-300.00"}, None),
    ],
)
def test_what_cannot_be_taken_back_is_refused_with_the_reason(
    row: dict[str, str], expected: tuple[str, str] | None, owed: Loan, now: datetime
) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"))
    done = bring(now + LATER, repayment(**{"loan_no": owed.loan_no, **row}))
    assert codes(done) == ([expected] if expected else [])


def test_a_second_reversal_of_the_same_money_is_refused(owed: Loan, now: datetime) -> None:
    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"))
    for reference, expected in (("R2", []), ("R3", [("reference", "taken_back_already")])):
        row = repayment(reference=reference, loan_no=owed.loan_no, amount="-300.00", reverses="R1")
        assert codes(bring(now + LATER, row)) == expected
    assert figures(owed) == (1000, 5000)


def test_of_two_alike_the_file_has_to_say_which(owed: Loan, now: datetime) -> None:
    bring(
        now, *(repayment(reference=f"R{n}", loan_no=owed.loan_no, amount="300.00") for n in (1, 2))
    )
    done = bring(now + LATER, repayment(reference="R9", loan_no=owed.loan_no, amount="-300.00"))
    assert codes(done) == [("reference", "unknown_repayment")]


def test_references_that_differ_in_case_only_are_one(owed: Loan, now: datetime) -> None:
    bring(now, repayment(reference="Bank-7a", loan_no=owed.loan_no, amount="300.00"))
    again = bring(now, repayment(reference="BANK-7A", loan_no=owed.loan_no, amount="300.00"))
    both = [repayment(reference=r, loan_no=owed.loan_no, amount="1.00") for r in ("x1", "X1")]
    assert counts(again) == {"unchanged": 1}
    assert counts(bring(now, *both)) == {"new": 1, "bad": 1}
    assert figures(owed) == (699, 4699)
    with pytest.raises(IntegrityError), transaction.atomic():
        Repayment.objects.create(
            reference="X1", loan=owed, paid_on=make.DAY, amount=1, recorded_at=now
        )


def test_what_goes_back_is_announced_as_that(owed: Loan, now: datetime) -> None:
    heard: list[tuple[str, set[int]]] = []

    def hear(signal, loan_ids, **_ignored) -> None:
        heard.append(("back" if signal is repayments_reversed else "in", loan_ids))

    bring(now, repayment(reference="R1", loan_no=owed.loan_no, amount="300.00"))
    for signal in (repayments_recorded, repayments_reversed):
        signal.connect(hear)
    try:
        bring(now + LATER, repayment(reference="R1", loan_no=owed.loan_no, amount="-300.00"))
    finally:
        for signal in (repayments_recorded, repayments_reversed):
            signal.disconnect(hear)
    assert heard == [("back", {owed.pk})]


def test_only_what_takes_back_is_negative(owed: Loan, now: datetime) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Repayment.objects.create(
            reference="R1", loan=owed, paid_on=make.DAY, amount=-1, recorded_at=now
        )


def test_a_file_that_takes_back_far_more_than_usual_waits(anhe: Lender, now: datetime) -> None:
    owed = [make.loan(lender=anhe, amount_due=Decimal("1000")) for _ in range(40)]
    paid = [repayment(loan_no=each.loan_no, reference=f"R{n}") for n, each in enumerate(owed)]
    assert bring(now, *paid).state == "applied"
    back = [
        repayment(loan_no=each.loan_no, reference=f"B{n}", reverses=f"R{n}")
        for n, each in enumerate(owed[:10])
    ]
    stopped = bring(now + LATER, *back)
    assert (stopped.state, [told["code"] for told in stopped.unusual]) == ("checked", ["reversed"])
    assert not Repayment.objects.filter(amount__lt=0).exists()
    assert bring(now + LATER, *back[:9]).state == "applied"
