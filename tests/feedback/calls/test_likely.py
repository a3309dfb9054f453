"""What is to be expected of a call: counted, shrunken, and silent about what it does not know."""

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, strategies as st

from feedback.calls.likely import (
    FEWEST,
    LAST,
    STEPS,
    Chances,
    Count,
    History,
    tenths_of,
    turn_of,
)
from tests.worlds import calls

EVENING, MORNING = 19, 9
COUNTS = st.dictionaries(
    st.tuples(st.sampled_from(History), st.integers(0, 11)),
    st.tuples(st.integers(0, 400), st.floats(0, 1)).map(lambda p: Count(p[0], int(p[0] * p[1]))),
)


def test_with_few_calls_nothing_is_said() -> None:
    assert not Chances({(History.NEW, 9): Count(FEWEST - 1, 50)}).known
    assert Chances({(History.NEW, 9): Count(FEWEST, 50)}).known


def test_who_answered_before_and_the_hour_that_is_answered_come_first() -> None:
    chances = Chances(
        {
            (History.ANSWERED, 9): Count(300, 210),
            (History.ANSWERED, 4): Count(300, 150),
            (History.NEVER, 9): Count(300, 60),
            (History.NEVER, 4): Count(300, 30),
        }
    )
    found = [
        chances.of(history, hour)
        for history, hour in (
            (History.ANSWERED, EVENING),
            (History.ANSWERED, MORNING),
            (History.NEVER, EVENING),
            (History.NEVER, MORNING),
        )
    ]
    assert found == sorted(found, reverse=True)
    assert found[0] == pytest.approx(0.7, abs=0.05)


def test_three_lucky_calls_at_an_hour_move_little() -> None:
    usual = {(History.NEW, 4): Count(1000, 300)}
    before = Chances(usual).of(History.NEW, EVENING)
    after = Chances(usual | {(History.NEW, 9): Count(3, 3)}).of(History.NEW, EVENING)
    assert before < after < before + 0.2


@pytest.mark.parametrize("world", [calls.differing, calls.by_person, calls.by_hour])
def test_of_people_who_taught_it_nothing_the_learned_order_reaches_more_than_chance(
    world: Callable[[Random], calls.World],
) -> None:
    """Held out, as often called, by the same chances: in each world, and by much in all."""
    found = [calls.tried(seed, world) for seed in range(4)]
    assert min(each.more for each in found) > 0.05
    assert sum(each.learned for each in found) > 1.15 * sum(each.random for each in found)


def test_where_nobody_and_no_hour_is_better_nothing_is_gained_or_lost() -> None:
    assert calls.tried(1, calls.alike).more == pytest.approx(0, abs=0.05)


@given(COUNTS, st.sampled_from(History), st.integers(0, 23))
def test_a_chance_is_one_and_its_turn_lies_behind_what_was_asked_for(
    counts: dict[tuple[History, int], Count], history: History, hour: int
) -> None:
    chance = Chances(counts).of(history, hour)
    assert 0 < chance < 1
    assert 1 <= turn_of(chance) <= LAST
    assert abs(tenths_of(turn_of(chance)) - 10 * chance) <= 0.5 + 5 / STEPS


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_likelier_never_stands_behind(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert turn_of(high) <= turn_of(low)
