"""What callers hand over: taken as numbers, or refused by name and place."""

import numpy as np
import pytest
from hypothesis import given, strategies as st

from messaging.evaluation.inputs import column, table, zeros_and_ones

numbers = st.lists(st.floats(allow_nan=False, allow_infinity=False, width=32), min_size=1)


def refused(said: str, act, *given_values, **options) -> None:
    with pytest.raises(ValueError, match=said):
        act(*given_values, **options)


@given(numbers)
def test_numbers_are_taken_from_whatever_holds_them(values):
    for held in (values, tuple(values), np.array(values), iter(values)):
        assert column(held, "paid").tolist() == values


@pytest.mark.parametrize("value", ["123", b"12", {1: 2}, {1}, None, 5])
def test_what_is_no_sequence_is_named_by_its_kind(value):
    refused("paid is a ", column, value, "paid")


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([1, "2"], "paid holds '2' at 1"),
        ([1, None], "paid holds None at 1"),
        ([1, 2j], "paid holds 2j at 1"),
        ([1, object()], "paid holds <object"),
        ([1, [2, 3]], "paid holds rows of unequal length"),
        ([[1], [None]], r"paid holds \[None\] at 1"),
        ([[1, 2], [3, 4]], "paid has 2 dimensions"),
        ([1, float("nan")], r"paid\[1\] is nan: leave out"),
        ([float("inf")], r"paid\[0\] is inf"),
        ([10**400], "paid holds"),
    ],
)
def test_what_is_no_number_is_named_by_its_place(values, said):
    refused(said, column, values, "paid")


def test_too_few_to_compare_is_said():
    refused("paid is empty: at least 1", column, [], "paid")
    refused("paid has 1 outcome", column, [1], "paid", least=2)


def test_plain_numbers_are_rows_of_one():
    assert table([1, 2], "habit").tolist() == [[1.0], [2.0]]
    assert table([], "habit").shape == (0, 0)
    assert table([[1, 2], [3, 4]], "habit", length=2).shape == (2, 2)


def test_rows_that_do_not_fit_are_refused():
    refused("habit has 2 rows for 3 outcomes", table, [1, 2], "habit", length=3)
    refused("habit has 3 dimensions", table, [[[1]]], "habit")
    refused(r"habit\[1\]\[0\] is nan", table, [[1, 2], [float("nan"), 1]], "habit")


def test_treated_is_one_and_control_nothing_and_there_is_no_third():
    assert zeros_and_ones([True, False, 1, 0.0], "arm", length=4).tolist() == [1, 0, 1, 0]
    refused(r"arm\[1\] is 2: give 1 for treated", zeros_and_ones, [1, 2], "arm", length=2)
    refused("arm has 2 values for 3 rows", zeros_and_ones, [1, 0], "arm", length=3)
