"""The interval of a rate of complaints is exact: checked against the binomial itself."""

from math import comb

import pytest
from hypothesis import given, strategies as st

from feedback.complaints import rates


@pytest.mark.parametrize(
    ("complaints", "sent", "low", "high"),
    [  # per thousand; the published exact interval of 1 of 10 is 0.25 % to 44.5 %
        (1, 10, 2.529, 445.016),
        (3, 348, 1.782, 24.984),
        (0, 100, 0.0, 36.217),
        (10, 2000, 2.401, 9.176),
    ],
)
def test_known_intervals(complaints: int, sent: int, low: float, high: float) -> None:
    assert 1000 * rates.lower_bound(complaints, sent) == pytest.approx(low, abs=0.01)
    assert 1000 * rates.upper_bound(complaints, sent) == pytest.approx(high, abs=0.01)


@given(st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_at_its_ends_so_many_are_just_as_likely_as_the_rest_allows(counts: tuple[int, int]) -> None:
    complaints, sent = counts
    low, high = rates.lower_bound(complaints, sent), rates.upper_bound(complaints, sent)
    assert 0 <= low <= complaints / sent <= high <= 1
    if complaints:
        assert chance(range(complaints, sent + 1), sent, low) == pytest.approx(0.025, abs=1e-6)
    if complaints < sent:
        assert chance(range(complaints + 1), sent, high) == pytest.approx(0.025, abs=1e-6)


@given(st.integers(1, 200), st.integers(1, 2000))
def test_more_texts_for_as_many_complaints_make_it_less(complaints: int, more: int) -> None:
    sent = complaints * 10
    assert rates.lower_bound(complaints, sent + more) < rates.lower_bound(complaints, sent)


def test_more_complaints_than_texts_are_no_rate() -> None:
    with pytest.raises(ValueError, match="4 complaints of 3"):
        rates.lower_bound(4, 3)


def chance(counts: range, sent: int, share: float) -> float:
    return sum(comb(sent, k) * share**k * (1 - share) ** (sent - k) for k in counts)
