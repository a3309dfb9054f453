"""Rows in bins, and the additive regression on them."""

import numpy as np
from hypothesis import given, strategies as st

from messaging.evaluation.binned import BINS, Bins, predicted, ridge, sums


def rows(*columns):
    return np.array(columns, float).T


def fitted(table, outcomes, penalty=0.0):
    bins = Bins.of(table)
    codes = bins.codes(table)
    found = sums(codes, bins.widths, np.ones(len(table)), np.array(outcomes, float))
    return predicted(ridge(found, penalty), codes, bins.widths)


def test_few_values_keep_their_own_bins_and_many_are_cut_into_about_equal_ones():
    few, many = [0, 1, 1, 5] * 50, list(range(200))
    bins = Bins.of(rows(few, many))
    assert bins.widths == (3, BINS)
    counts = np.bincount(bins.codes(rows(few, many))[1])
    assert counts.min() >= 200 // BINS - 1
    assert bins.tell


def test_a_feature_of_one_value_tells_nothing():
    bins = Bins.of(rows([7, 7, 7]))
    assert (bins.widths, bins.tell) == ((1,), False)


@given(st.lists(st.floats(-100, 100), min_size=2, max_size=60))
def test_larger_values_are_never_in_lower_bins(values):
    bins = Bins.of(rows(values))
    codes = bins.codes(rows(sorted(values)))[0]
    assert codes.tolist() == sorted(codes.tolist())
    assert codes.max() < bins.widths[0]


def test_an_effect_with_a_step_is_found_as_a_step():
    habit = [0, 0, 1, 1, 2, 2] * 20
    outcomes = [10 if each == 2 else 1 for each in habit]
    assert np.allclose(fitted(rows(habit), outcomes, penalty=1e-6), outcomes, atol=1e-3)


def test_two_features_add_up():
    table = rows([0, 0, 1, 1] * 10, [0, 1, 0, 1] * 10)
    outcomes = [0, 2, 3, 5] * 10
    assert np.allclose(fitted(table, outcomes, penalty=1e-6), outcomes, atol=1e-3)


def test_a_penalty_draws_towards_the_mean_of_all_and_leaves_it_alone():
    habit, outcomes = [0, 1] * 20, [0.0, 10.0] * 20
    found = fitted(rows(habit), outcomes, penalty=1e9)
    assert np.allclose(found, 5, atol=1e-2)


def test_a_part_of_the_rows_is_left_out_by_subtraction():
    table, outcomes = rows([0, 1, 2, 0, 1, 2]), np.arange(6.0)
    bins = Bins.of(table)
    codes, ones = bins.codes(table), np.ones(6)
    whole = sums(codes, bins.widths, ones, outcomes)
    part = sums(codes[:, :2], bins.widths, ones[:2], outcomes[:2])
    rest = sums(codes[:, 2:], bins.widths, ones[2:], outcomes[2:])
    assert np.allclose((whole - part).square, rest.square)
    assert np.allclose((whole - part).product, rest.product)


def test_without_any_row_nothing_is_predicted():
    bins = Bins.of(rows([0, 1]))
    none = np.zeros((1, 0), np.intp)
    found = sums(none, bins.widths, np.zeros(0), np.zeros(0))
    assert ridge(found, 1.0).tolist() == [0.0] * 3
