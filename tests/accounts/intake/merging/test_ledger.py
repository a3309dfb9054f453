"""The ledger's rule: as told, less what came in since, never below zero."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from hypothesis import given, strategies as st

from accounts.intake.merging.ledger import Figures, Payment, figures_after, is_since

EIGHT = datetime(2026, 9, 15, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
ZONE = "Asia/Shanghai"
money = st.decimals(min_value=0, max_value=10**6, places=2)


def paid(*, day: date, at: datetime, amount: Decimal = Decimal(100)) -> Payment:
    return Payment(recorded_at=at, paid_on=day, amount=amount)


def test_paid_the_same_day_and_recorded_after_is_taken_off() -> None:
    payment = paid(day=date(2026, 9, 15), at=EIGHT + timedelta(hours=2))
    assert is_since(payment, as_of=EIGHT, zone=ZONE)


def test_recorded_before_the_figures_is_in_them() -> None:
    payment = paid(day=date(2026, 9, 15), at=EIGHT - timedelta(seconds=1))
    assert not is_since(payment, as_of=EIGHT, zone=ZONE)


def test_paid_on_an_earlier_day_is_in_them_however_late_it_is_recorded() -> None:
    payment = paid(day=date(2026, 9, 14), at=EIGHT + timedelta(days=3))
    assert not is_since(payment, as_of=EIGHT, zone=ZONE)


def test_the_day_is_the_lenders_not_the_servers() -> None:
    """00:30 in Shanghai is still the day before in UTC."""
    just_after_midnight = datetime(2026, 9, 14, 16, 30, tzinfo=UTC)
    payment = paid(day=date(2026, 9, 14), at=EIGHT)
    assert not is_since(payment, as_of=just_after_midnight, zone=ZONE)
    assert is_since(payment, as_of=just_after_midnight, zone="UTC")


@given(outstanding=money, due=money, amounts=st.lists(money, max_size=5))
def test_figures_fall_by_what_was_paid_and_never_below_zero(
    outstanding: Decimal, due: Decimal, amounts: list[Decimal]
) -> None:
    since = EIGHT + timedelta(hours=1)
    payments = [paid(day=date(2026, 9, 15), at=since, amount=amount) for amount in amounts]

    left = figures_after(Figures(outstanding, due), payments, as_of=EIGHT, zone=ZONE)

    assert left == Figures(
        max(Decimal(0), outstanding - sum(amounts)), max(Decimal(0), due - sum(amounts))
    )
