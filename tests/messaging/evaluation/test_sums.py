import itertools

import numpy as np
import pytest

from messaging.evaluation.effect import compare
from messaging.evaluation.sums import Sums, compare_sums, width


def _sums(outcomes, rows=None, ids=None):
    """As the database makes them."""
    y = np.asarray(outcomes, float)
    x = np.empty((len(y), 0)) if rows is None else np.asarray(rows, float)
    ids = np.arange(len(y)) if ids is None else np.asarray(ids)
    z = np.column_stack([np.ones(len(y)), x, y])
    by_customer = np.array([z[ids == each].sum(0) for each in np.unique(ids)])
    upper = list(itertools.combinations_with_replacement(range(z.shape[1]), 2))
    return Sums(
        len(by_customer),
        [float(z[:, i] @ z[:, j]) for i, j in upper],
        [float(by_customer[:, i] @ by_customer[:, j]) for i, j in upper],
    )


def _groups(seed, n=300, k=2):
    drawn = np.random.default_rng(seed)
    x = drawn.normal(3, 2, (2, n, k))
    y = x @ np.arange(1, k + 1) + drawn.normal(0, 2, (2, n)) + np.array([[0.5], [0.0]])
    return x, y


def test_without_covariates_and_with_one_outcome_a_customer_it_is_the_same_as_from_rows():
    _x, y = _groups(1, n=40)
    from_rows, from_sums = compare(*y), compare_sums(_sums(y[0]), _sums(y[1]))
    assert (from_sums.low, from_sums.high, from_sums.p_value) == pytest.approx(
        (from_rows.low, from_rows.high, from_rows.p_value), rel=1e-6
    )


@pytest.mark.parametrize("anytime", [False, True])
def test_with_covariates_it_is_nearly_so(anytime):
    x, y = _groups(2)
    from_rows = compare(*y, covariates=(x[0], x[1]), anytime=anytime)
    from_sums = compare_sums(_sums(y[0], x[0]), _sums(y[1], x[1]), anytime=anytime)
    assert from_sums.difference == pytest.approx(from_rows.difference, abs=1e-9)
    assert from_sums.high - from_sums.low == pytest.approx(from_rows.high - from_rows.low, rel=0.01)


def test_the_variance_is_that_of_customers():
    _x, y = _groups(3, n=200)
    doubled, ids = np.repeat(y, 2, axis=1), np.repeat(np.arange(200), 2)
    one = compare_sums(_sums(y[0]), _sums(y[1]))
    two = compare_sums(_sums(doubled[0], ids=ids), _sums(doubled[1], ids=ids))
    assert two.high - two.low == pytest.approx(one.high - one.low, rel=0.02)


def test_covariates_that_tell_nothing_are_left_out():
    x, y = _groups(4, k=1)
    flat = [np.column_stack([each, np.full(len(each), 2.0), 3 * each[:, 0]]) for each in x]
    plain = compare_sums(_sums(y[0], x[0]), _sums(y[1], x[1]))
    found = compare_sums(_sums(y[0], flat[0]), _sums(y[1], flat[1]))
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high), rel=1e-6)


def test_sums_of_two_groups_add_up():
    _x, y = _groups(5, n=50)
    assert (_sums(y[0]) + _sums(y[1])).mean == pytest.approx(y.mean())


def test_what_does_not_belong_together_is_refused():
    x, y = _groups(6, n=20)
    with pytest.raises(ValueError, match="different covariates"):
        compare_sums(_sums(y[0], x[0]), _sums(y[1]))
    with pytest.raises(ValueError, match="control has 1 customers"):
        compare_sums(_sums(y[0]), _sums(y[1][:1]))
    with pytest.raises(ValueError, match="no upper triangle"):
        width(4)


@pytest.mark.parametrize("anytime", [False, True])
def test_where_nobody_repaid_there_is_no_difference(anytime):
    nobody = _sums(np.zeros(10))
    found = compare_sums(nobody, nobody, anytime=anytime)
    assert (found.difference, found.low, found.high, found.p_value) == (0, 0, 0, 1)
