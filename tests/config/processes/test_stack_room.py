"""How deep a loop lies does not say how long its calls take."""

import time

import pytest

from config.processes.stack_room import roomy

CALLS = 50
DEPTHS = range(400)


def _leaf(value: int) -> int:
    return value


_leaf.__code__ = _leaf.__code__.replace(co_stacksize=60)  # as much as two calls of the loop's


def _loop_at(depth: int) -> float:
    """Seconds of processor time that its calls take, `depth` calls further in."""
    if depth:
        return _loop_at(depth - 1)
    begun = time.thread_time()
    for each in range(CALLS):
        _leaf(each)
    return time.thread_time() - begun


def test_calls_cost_the_same_at_every_depth() -> None:
    """Elsewhere there is a depth among these at which they take 100 times as long."""
    took = sorted(min(roomy(_loop_at)(depth) for _ in range(5)) for depth in DEPTHS)
    assert took[-1] < 30 * took[len(took) // 2]


def test_it_answers_and_fails_as_what_it_calls() -> None:
    assert roomy(divmod)(7, 2) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        roomy(divmod)(7, 0)
