"""Whether useful knowledge did any good: an interval as it is published, and none of a few."""

from datetime import timedelta

import pytest

from messaging.education import effect
from tests import make, make_education, make_outbox


@pytest.mark.parametrize(
    ("x", "n", "y", "m", "low", "high"),
    [  # Newcombe 1998, table II, method 10
        (56, 70, 48, 80, 0.0524, 0.3339),
        (9, 10, 3, 10, 0.1705, 0.8090),
        (10, 10, 0, 10, 0.6075, 1.0000),
    ],
)
def test_the_interval_is_newcombes(x: int, n: int, y: int, m: int, low: float, high: float) -> None:
    assert effect.newcombe(x, n, y, m) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.django_db
def test_of_a_few_customers_shares_are_told_and_no_interval() -> None:
    lender = make_education.ready()
    make_outbox.policy(lender, control_share="0.5")
    for _n in range(12):
        make_education.customer(lender, dpd=-60)
    make_education.released(lender)
    assert effect.differences(lender, make.MORNING) == ([], 12), "their sixty days are not over"
    later = make.MORNING + timedelta(days=effect.AFTER_DAYS)
    rows, young = effect.differences(lender, later)
    assert young == 0
    assert rows[0].topic == ""
    assert rows[0].n + rows[0].n_control == 12
    assert (rows[0].low, rows[0].high) == (None, None)
