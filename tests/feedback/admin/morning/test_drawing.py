"""Bars drawn on the server."""

from hypothesis import given, strategies as st

from feedback.admin.morning.drawing import HEIGHT, WIDTH, share_of, stacked

COUNTS = st.integers(0, 10**6)


@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=1, max_size=31))
def test_bars_stay_inside_and_the_tallest_fills_the_height(values: list[tuple[int, int]]) -> None:
    bars = stacked([(low, high, "") for low, high in values])
    assert bars[0].x >= 0
    assert bars[-1].x + bars[-1].width <= WIDTH
    tallest = max(sum(bar.heights) for bar in bars)
    assert tallest <= HEIGHT + 1e-9
    if any(low + high for low, high in values):
        assert tallest >= HEIGHT - 1e-9


def test_a_bar_stands_on_the_ground_and_the_rest_on_it() -> None:
    [bar] = stacked([(3, 1, "")])
    assert bar.arrived == "M40.0 24.0h240.0v72.0h-240.0z"
    assert bar.rest == "M40.0 0.0h240.0v24.0h-240.0z"


def test_nothing_to_draw_draws_nothing() -> None:
    assert stacked([]) == []
    assert share_of(0, 0) == 0
