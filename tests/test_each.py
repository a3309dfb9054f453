"""Many cases in one test: none is passed over, and those that fail are named."""

import pytest

from tests.each import each


def test_every_case_is_tried_and_each_that_fails_is_named() -> None:
    tried = []

    @each([1, 2, 3, 4], named=lambda n: f"number {n}")
    def is_odd(n: int) -> None:
        tried.append(n)
        assert n % 2

    with pytest.raises(ExceptionGroup, match="2 of 4 cases") as failed:
        is_odd()
    assert tried == [1, 2, 3, 4]
    said = [error.__notes__ for error in failed.value.exceptions]
    assert said == [["in the case of number 2"], ["in the case of number 4"]]


def test_where_all_hold_nothing_is_said_and_without_a_case_it_fails() -> None:
    each([1, 3])(lambda n: None)()
    with pytest.raises(AssertionError, match="nothing to try"):
        each([])(lambda n: None)()
