"""As much of a loan number as tells the customer's loans apart."""

from hypothesis import given, strategies as st

from messaging.content.tails import tails


def test_four_characters_are_enough_where_they_differ() -> None:
    assert tails(["GD-2025-0417", "GD-2025-0418"]) == ["0417", "0418"]


def test_numbers_that_end_alike_show_as_many_as_it_takes() -> None:
    assert tails(["10101", "20101", "30417"]) == ["10101", "20101", "0417"]


@given(st.lists(st.text("01A", min_size=1, max_size=12), min_size=1, max_size=6, unique=True))
def test_tails_of_different_numbers_differ(numbers: list[str]) -> None:
    found = tails(numbers)
    assert len(set(found)) == len(numbers)
    assert all(number.endswith(tail) for number, tail in zip(numbers, found, strict=True))
