"""From two means and their spread to a difference with its bounds."""

import math

import pytest
from hypothesis import given, strategies as st

from messaging.evaluation.result import ArmMean, between, check_level, degrees_of_freedom

means = st.floats(-2, 2)
spreads = st.floats(1e-6, 4)
sizes = st.integers(2, 500)
arms = st.builds(
    lambda mean, variance, n: ArmMean(mean, variance, n - 1.0, n), means, spreads, sizes
)


def compared(treated: ArmMean, control: ArmMean, **options):
    return between(treated, control, **{"level": 0.95, "anytime": False, **options})


@given(arms, arms, st.booleans())
def test_the_difference_lies_within_its_bounds_and_turns_with_the_groups(treated, control, anytime):
    found = compared(treated, control, anytime=anytime)
    turned = compared(control, treated, anytime=anytime)
    assert found.low <= found.difference <= found.high
    assert 0 <= found.p_value <= 1
    assert (found.n_treated, found.n_control) == (treated.n, control.n)
    assert math.isclose(found.difference, -turned.difference, abs_tol=1e-12)
    assert math.isclose(found.low, -turned.high, rel_tol=1e-9, abs_tol=1e-9)


@given(arms, arms)
def test_bounds_for_daily_looks_are_wider_than_those_for_one(treated, control):
    once, daily = compared(treated, control), compared(treated, control, anytime=True)
    if min(treated.n, control.n) > 30:  # with few, the t of one look is wide as well
        assert daily.high - daily.low > once.high - once.low


@given(arms, arms, st.floats(0.1, 1000))
def test_the_unit_only_scales(treated, control, unit):
    plain, scaled = compared(treated, control), compared(treated, control, unit=unit)
    assert math.isclose(scaled.low, plain.low * unit, rel_tol=1e-9, abs_tol=1e-9)
    assert scaled.p_value == plain.p_value


def test_variance_that_is_of_neither_group_widens_the_bounds():
    one, other = ArmMean(1, 0.1, 9, 10), ArmMean(0, 0.1, 9, 10)
    wide, plain = compared(one, other, shared=0.5), compared(one, other)
    assert wide.high - wide.low > plain.high - plain.low


def test_without_any_spread_the_difference_is_certain_or_none():
    fixed = ArmMean(1, 0.0, 9, 10)
    same = compared(fixed, ArmMean(1 + 1e-15, 0.0, 9, 10))
    assert (same.difference, same.low, same.high, same.p_value) == (0, 0, 0, 1)
    differs = compared(fixed, ArmMean(0, 0.0, 9, 10))
    assert (differs.difference, differs.low, differs.high, differs.p_value) == (1, 1, 1, 0)


@given(arms, arms)
def test_degrees_of_freedom_are_between_the_smaller_groups_and_both_together(treated, control):
    variance = treated.variance + control.variance
    found = degrees_of_freedom(treated, control, variance)
    assert min(treated.df, control.df) - 1e-9 <= found <= treated.df + control.df + 1e-9


@pytest.mark.parametrize("level", [0, 1, -0.1, 1.5, True, "0.95", None, float("nan")])
def test_a_level_is_a_share(level):
    check_level(0.95)
    with pytest.raises(ValueError, match="give a share between 0 and 1"):
        check_level(level)
