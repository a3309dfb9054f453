"""An instalment plan adds up to the cent, and its rows are paid oldest first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from feedback.hardship.plan import (
    InstalmentState,
    Row,
    equal_rows,
    instalment_states,
    month_later,
    total,
)

FIRST = date(2026, 10, 31)
amounts = st.decimals(Decimal("0.01"), 1_000_000, places=2)


def test_the_cents_that_are_over_go_to_the_first_ones() -> None:
    rows = equal_rows(total=Decimal(100), count=3, first=FIRST)
    assert [row.amount for row in rows] == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


def test_a_short_month_ends_on_its_last_day() -> None:
    days = [row.due_on.isoformat() for row in equal_rows(total=Decimal(4), count=4, first=FIRST)]
    assert days == ["2026-10-31", "2026-11-30", "2026-12-31", "2027-01-31"]


@pytest.mark.parametrize(("sum_", "count"), [("1", 0), ("0.02", 3), ("0.001", 1), ("-1", 1)])
def test_what_cannot_be_split_is_refused(sum_: str, count: int) -> None:
    with pytest.raises(ValueError, match="instalments"):
        equal_rows(total=Decimal(sum_), count=count, first=FIRST)


@given(amounts, st.integers(1, 24), st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_every_plan_adds_up_and_differs_by_a_cent_at_most(
    whole: Decimal, count: int, first: date
) -> None:
    if whole * 100 < count:
        return
    rows = equal_rows(total=whole, count=count, first=first)
    sums = [row.amount for row in rows]
    assert total(rows) == whole
    assert len(rows) == count
    assert min(sums) > 0
    assert max(sums) - min(sums) <= Decimal("0.01")
    assert [row.due_on for row in rows] == sorted({row.due_on for row in rows})


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)), st.integers(0, 60))
def test_months_later_is_that_many_months_later(day: date, months: int) -> None:
    later = month_later(day, months)
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert later.day <= day.day


@given(
    st.lists(amounts, min_size=1, max_size=12),
    st.decimals(0, 5_000_000, places=2),
    st.integers(-10, 400),
)
def test_money_pays_the_oldest_row_first(sums: list[Decimal], paid: Decimal, ahead: int) -> None:
    rows = [Row(FIRST + timedelta(days=30 * n), amount) for n, amount in enumerate(sums)]
    today = FIRST + timedelta(days=ahead)
    found = instalment_states(rows, paid=paid, today=today)
    paid_rows = [row for row, how in zip(rows, found, strict=True) if how == InstalmentState.PAID]
    assert found[: len(paid_rows)] == [InstalmentState.PAID] * len(paid_rows)
    assert total(paid_rows) <= paid
    for row, how in zip(rows, found, strict=True):
        if how != InstalmentState.PAID:
            assert (how == InstalmentState.MISSED) == (row.due_on < today)
