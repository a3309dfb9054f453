"""Reference figures: scipy 1.17.1 (chisquare, binomtest)."""

import math

import pytest
from hypothesis import given, strategies as st

from messaging.evaluation.balance import ALARM_BELOW, sample_ratio
from tests.worlds import trials


def test_it_is_pearsons_chi_square():
    assert sample_ratio([9500, 520], [0.95, 0.05]) == pytest.approx(0.38380367058684584, abs=1e-9)
    assert sample_ratio([331, 360, 309], [1, 1, 1]) == pytest.approx(0.14043647888778824, abs=1e-9)


def test_a_small_group_is_counted_exactly():
    assert sample_ratio([95, 9], [0.97, 0.03]) == pytest.approx(0.0041779389802644755, abs=1e-9)
    assert sample_ratio([95, 0], [0.97, 0.03]) == pytest.approx(0.12196057392063592, abs=1e-9)


def test_shares_count_in_proportion():
    assert sample_ratio([9500, 520], [95, 5]) == sample_ratio([9500, 520], [0.95, 0.05])


def test_nobody_yet_and_one_group_alone_are_as_expected():
    assert sample_ratio([0, 0], [0.5, 0.5]) == 1
    assert sample_ratio([12], [1.0]) == 1
    assert sample_ratio([12, 0], [1.0, 0]) == 1


def test_customers_in_a_group_that_has_no_share_cannot_be():
    assert sample_ratio([12, 1], [1.0, 0]) == 0


def test_a_group_that_lost_a_tenth_raises_the_alarm():
    assert sample_ratio([9_500, 450], [0.95, 0.05]) > ALARM_BELOW
    assert sample_ratio([95_000, 4_500], [0.95, 0.05]) < ALARM_BELOW
    assert sample_ratio([1, 1_000_000], [0.999999, 0.000001]) == 0


@pytest.mark.parametrize(
    ("counts", "shares", "said"),
    [
        ([], [], "counts is empty"),
        ([1, 2], [1], "2 counts but 1 shares"),
        ([1, -2], [0.5, 0.5], r"counts\[1\] is -2"),
        ([1.5, 2], [0.5, 0.5], r"counts\[0\] is 1.5"),
        ([1, math.nan], [0.5, 0.5], r"counts\[1\] is nan"),
        ([1, None], [0.5, 0.5], r"counts\[1\] is None"),
        ([1, 2], [0.5, -0.5], r"shares\[1\] is -0.5"),
        ([1, 2], [0.5, math.inf], r"shares\[1\] is inf"),
        ([1, 2], [0, 0], "all shares are 0"),
    ],
)
def test_what_is_no_count_or_share_is_named(counts, shares, said):
    with pytest.raises(ValueError, match=said):
        sample_ratio(counts, shares)


@given(
    groups=st.lists(st.tuples(st.integers(0, 10**9), st.floats(1e-6, 1)), min_size=1, max_size=8)
)
def test_it_is_a_probability_whatever_is_counted(groups):
    counts, shares = zip(*groups, strict=True)
    assert 0 <= sample_ratio(counts, shares) <= 1


def test_fair_draws_hardly_raise_the_alarm():
    assert trials.false_ratio_alarms(1_000, 20_000, 0.05) < 0.01
    assert 0.03 < trials.false_ratio_alarms(1_000, 20_000, 0.05, below=0.05) < 0.07
    assert trials.false_ratio_alarms(1_000, 60, 0.05, below=0.05) < 0.05
