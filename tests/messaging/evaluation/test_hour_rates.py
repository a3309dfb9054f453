"""Rates of hours and what drawing gains, with intervals for daily looks."""

import math

import numpy as np
import pytest

from messaging.evaluation.hour_rates import gained, rate_of_hour


def _rate(good, share, customers):
    """One row a text."""
    weight, weighted = 1 / share, good / share
    w, y = np.bincount(customers, weight), np.bincount(customers, weighted)
    sums = float((w**2).sum()), float((w * y).sum()), float((y**2).sum())
    return rate_of_hour(
        weight=float(weight.sum()),
        weighted=float(weighted.sum()),
        by_customer=sums,
        texts=len(good),
    )


def test_a_rate_weighs_by_inverse_propensity():
    """Those who never pay were drawn four times as often."""
    good = np.array([0.0] * 80 + [1.0] * 20)
    share = np.array([0.8] * 80 + [0.2] * 20)
    assert _rate(good, share, np.arange(100)).mean == pytest.approx(0.5)


def test_its_interval_holds_the_truth_however_often_one_looks():
    outside = 0
    for seed in range(40):
        drawn = np.random.default_rng(seed)
        share = drawn.choice([0.2, 0.6], 4_000)
        good = (drawn.random(4_000) < 0.35).astype(float)
        found = [_rate(good[:n], share[:n], np.arange(n)) for n in range(200, 4_001, 200)]
        outside += any(not each.low <= 0.35 <= each.high for each in found)
    assert outside <= 4


def test_texts_to_one_customer_count_as_one():
    good, share = np.array([0.0, 1.0] * 2_000), np.full(4_000, 0.5)
    apart = _rate(good, share, np.arange(4_000))
    together = _rate(np.repeat([0.0, 1.0], 2_000), share, np.repeat(np.arange(400), 10))
    assert together.high - together.low > 2 * (apart.high - apart.low)


def test_a_first_day_makes_nothing_sure():
    found = _rate(np.array([1.0, 1.0]), np.array([0.5, 0.5]), np.arange(2))
    assert found.mean == 1
    assert found.low < 0.7


def test_without_a_text_there_is_no_rate():
    with pytest.raises(ValueError, match="without a text"):
        rate_of_hour(weight=0, weighted=0, by_customer=(0, 0, 0), texts=0)


def test_what_is_gained_has_its_doubt():
    found = gained(difference=0.02, error=0.005, texts=5_000)
    assert found.mean == 0.02
    assert found.low == pytest.approx(0.04 - found.high)
    assert math.isfinite(gained(difference=0, error=0, texts=0).low)
