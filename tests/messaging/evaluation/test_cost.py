"""What is repaid beyond the control group has a price only where it is surely something."""

import numpy as np
import pytest

from messaging.evaluation.cost import per_unit
from messaging.evaluation.effect import compare
from messaging.evaluation.result import Effect


def _effect(difference: float, half: float) -> Effect:
    return Effect(difference, difference - half, difference + half, 0.01, 100, 100)


def test_the_cost_of_one_more_unit_lies_between_the_corners():
    found = per_unit(_effect(0.2, 0.01), _effect(50.0, 10.0))
    assert (found.cost, found.low, found.high) == pytest.approx((0.004, 0.19 / 60, 0.21 / 40))


@pytest.mark.parametrize("low_end", [-5.0, 0.0])
def test_it_is_not_known_while_nothing_may_have_been_gained(low_end):
    assert per_unit(_effect(0.2, 0.01), Effect(10.0, low_end, 25.0, 0.2, 100, 100)) is None


def test_it_covers_the_truth_in_worlds_where_it_is_known():
    """A tenth of a unit spent on each of the treated, five more repaid: 0.02 for each."""
    draw, covered, worlds = np.random.default_rng(5), 0, 200
    for _world in range(worlds):
        treated = draw.exponential(40, 4_000) + 5
        control = draw.exponential(40, 1_000)
        texts = draw.binomial(2, 0.5, 4_000) * 0.1
        level = 0.975
        gain = compare(list(treated), list(control), level=level)
        cost = compare(list(texts), [0.0] * 1_000, level=level)
        found = per_unit(cost, gain)
        covered += found is None or found.low <= 0.02 <= found.high
    assert covered / worlds >= 0.95
