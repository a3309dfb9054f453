"""Means at everybody's covariates: the same as regressions on all, and never worse than without."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from messaging.evaluation.adjustment import adjusted


def drawn(seed: int, n: int = 60, effect: float = 0.5):
    """Two groups whose outcomes follow one covariate, and the covariates."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(2 * n, 1))
    y = 0.8 * x[:, 0] + rng.normal(size=2 * n) * 0.5
    y[:n] += effect
    return (y[:n], y[n:]), (x[:n], x[n:])


def none(groups):
    return tuple(np.zeros((len(values), 0)) for values in groups)


def test_without_covariates_it_is_the_mean_and_welchs_variance():
    outcomes, _x = drawn(1)
    found = adjusted(outcomes, none(outcomes), None)
    for arm, values in zip((found.treated, found.control), outcomes, strict=True):
        assert np.isclose(arm.mean, values.mean())
        assert np.isclose(arm.variance, values.var(ddof=1) / len(values))
        assert arm.df == len(values) - 1
    assert found.shared == 0


def test_with_a_covariate_it_is_each_groups_regression_read_at_everybodys_mean():
    outcomes, x = drawn(2)
    found = adjusted(outcomes, x, None)
    everybody = np.concatenate(x).mean()
    for arm, y, own in zip((found.treated, found.control), outcomes, x, strict=True):
        slope, constant = np.polyfit(own[:, 0], y, 1)
        assert np.isclose(arm.mean, constant + slope * everybody)


def test_a_covariate_that_explains_makes_the_variance_smaller():
    outcomes, x = drawn(3)
    with_it, without = adjusted(outcomes, x, None), adjusted(outcomes, none(outcomes), None)
    assert with_it.treated.variance < without.treated.variance / 2


@given(st.sampled_from([1e-9, 1.0, 1e12]), st.floats(-1e3, 1e3))
def test_the_unit_and_the_zero_of_a_covariate_change_nothing(scale, shift):
    outcomes, x = drawn(4)
    moved = tuple(own * scale + shift * scale for own in x)
    plain, other = adjusted(outcomes, x, None), adjusted(outcomes, moved, None)
    assert np.isclose(plain.treated.mean, other.treated.mean, rtol=1e-6)
    assert np.isclose(plain.control.variance, other.control.variance, rtol=1e-5)


@pytest.mark.parametrize(
    "extra",
    [
        lambda x: np.ones_like(x),  # constant
        lambda x: 3 * x + 1,  # the same once more
        lambda x: np.eye(len(x), 1),  # one customer alone decides it
    ],
)
def test_a_covariate_to_rely_on_for_nothing_is_left_out(extra):
    outcomes, x = drawn(5)
    more = tuple(np.hstack([own, extra(own)]) for own in x)
    plain, other = adjusted(outcomes, x, None), adjusted(outcomes, more, None)
    assert np.isclose(plain.treated.mean, other.treated.mean)
    assert np.isclose(plain.treated.variance, other.treated.variance)


def test_each_group_keeps_outcomes_beyond_its_coefficients():
    outcomes = (np.array([1.0, 2.0, 4.0]), np.array([1.0, 0.0, 3.0]))
    x = tuple(np.arange(3.0).reshape(-1, 1) for _group in outcomes)
    found = adjusted(outcomes, x, None)
    assert np.isclose(found.treated.mean, outcomes[0].mean())


def test_several_outcomes_of_one_customer_are_no_more_evidence_than_one():
    outcomes, _x = drawn(6, n=40)
    twice = tuple(np.repeat(values, 2) for values in outcomes)
    ids = tuple(np.repeat(np.arange(len(values)), 2) for values in outcomes)
    once = adjusted(outcomes, none(outcomes), None)
    found = adjusted(twice, none(twice), ids)
    assert np.isclose(found.treated.variance, once.treated.variance, rtol=0.02)
    assert found.treated.df < 2 * len(outcomes[0]) - 1


def test_one_customer_alone_has_no_spread():
    outcomes, _x = drawn(7, n=5)
    ids = (np.zeros(5, int), np.arange(5))
    with pytest.raises(ValueError, match="all outcomes of a group are of one cluster"):
        adjusted(outcomes, none(outcomes), ids)
