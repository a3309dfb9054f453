"""Shares move to the hours that are answered and paid on, and no single event decides."""

import numpy as np
import pytest

from messaging.evaluation.hours import (
    EVENLY,
    Cells,
    Spread,
    Tallies,
    believed,
    own,
    shares,
    spread_of,
)
from tests.worlds.hours import lived, world

EVEN = np.full((1, 3), 100.0)


def tallies(good, texts=EVEN, share=1 / 3):
    texts, good = np.array(texts, float), np.array(good, float)
    return Tallies(texts / share, texts / share**2, good / share)


def of(found):
    return shares(found.effect, found.variance)


def test_before_anything_was_seen_every_hour_is_as_likely():
    (row,) = of(believed(tallies([[0, 0, 0]], [[0, 0, 0]])))
    assert row == pytest.approx([1 / 3] * 3, abs=0.05)


def test_one_event_decides_nothing():
    (row,) = of(believed(tallies([[0, 0, 1]], [[1, 1, 1]])))
    assert row == pytest.approx([1 / 3] * 3, abs=0.1)


def test_an_hour_that_is_better_beyond_doubt_gets_all_but_the_floor():
    (row,) = of(believed(tallies([[3000, 3000, 4000]], [[10_000] * 3])))
    assert row == pytest.approx([EVENLY / 3, EVENLY / 3, 1 - 2 * EVENLY / 3])


@pytest.mark.parametrize("hours", [2, 3, 12])
def test_no_share_falls_below_the_floor_and_they_sum_to_one(hours):
    drawn = np.random.default_rng(1)
    found = shares(drawn.normal(0, 0.1, (50, hours)), drawn.random((50, hours)) / 1000)
    assert found.min() >= EVENLY / hours - 1e-12
    assert found.sum(1) == pytest.approx(np.ones(50))


def test_a_row_is_the_same_whatever_stands_beside_it():
    drawn = np.random.default_rng(2)
    mean, variance = drawn.normal(0, 0.02, (9, 3)), np.full((9, 3), 1e-4)
    assert (shares(mean, variance)[4:5] == shares(mean[4:5], variance[4:5])).all()


def test_a_small_group_is_told_by_the_others():
    good = [[3000, 3000, 4000], [0, 0, 0]]
    found = believed(tallies(good, [[10_000] * 3, [2] * 3]))
    assert found.effect[1, 2] > found.effect[1, 0] + 0.03


def test_who_is_drawn_more_often_does_not_make_an_hour_look_better():
    """Half the customers always pay and are nearly always written to at eight: the hours do not
    differ, and the rates by inverse propensity say so."""
    texts = np.array([[90.0, 910.0], [500.0, 500.0]])
    p = np.array([[0.09, 0.91], [0.5, 0.5]])
    good = texts * np.array([[1.0], [0.2]])
    summed = Tallies(*(each.sum(0, keepdims=True) for each in (texts / p, texts / p**2, good / p)))
    assert believed(summed).effect == pytest.approx(np.zeros((1, 2)), abs=1e-9)
    plain = good.sum(0) / texts.sum(0)
    assert plain[1] - plain[0] > 0.3


def test_a_customers_own_hour_weighs_the_more_the_more_texts_tell_of_it():
    spread = Spread(customers=0.01, own_hours=0.0025, texts=0.2)
    texts = np.array([[1.0, 1.0], [40.0, 40.0]])
    few, many = own(texts, texts * np.array([0.3, -0.3]), spread)[0]
    assert 0 < few[0] < 0.01 < many[0] < 0.3
    assert own(texts, texts * np.array([0.3, -0.3]), Spread(0.01, 0, 0.2))[0].max() == 0


def _cells(seed, own_hours, customers=3_000, texts=12):
    drawn = np.random.default_rng(seed)
    chance = np.clip(0.4 + drawn.normal(0, own_hours, (customers, 3)), 0, 1)
    chance += drawn.normal(0, 0.1, (customers, 1))
    hour = drawn.integers(0, 3, (customers, texts))
    good = drawn.random(hour.shape) < np.take_along_axis(chance, hour, 1)
    n, y = np.zeros((2, customers, 3))
    for at in range(texts):
        n[np.arange(customers), hour[:, at]] += 1
        y[np.arange(customers), hour[:, at]] += good[:, at]
    flat = [n, y, n * 3, n * 9, y * 3, y * 9]
    return Cells(np.repeat(np.arange(customers), 3), *(each.ravel() for each in flat))


def test_how_much_customers_differ_is_found_where_they_do_and_not_where_they_do_not():
    differ = spread_of(_cells(1, 0.15), np.full(9_000, 0.4))
    assert 0.008 < differ.customers < 0.02
    assert 0.01 < differ.own_hours < 0.0225 * 1.2
    alike = [spread_of(_cells(seed, 0.0), np.full(9_000, 0.4)).own_hours for seed in range(8)]
    assert np.median(alike) == 0
    assert max(alike) < 0.003


def test_without_two_texts_to_somebody_nothing_is_said_of_differences():
    one = Cells(np.array([1]), *(np.array([each]) for each in (1.0, 1.0, 3.0, 9.0, 3.0, 9.0)))
    assert spread_of(one, np.array([0.4]))[:2] == (0.0, 0.0)


def test_in_worlds_whose_hours_differ_learning_loses_less_than_half_of_drawing_evenly():
    """`python -m tests.worlds` looks at many."""
    found = [lived(seed, world(seed), days=120) for seed in range(4)]
    assert sum(each.lost for each in found) < 0.5 * sum(each.evenly for each in found)
    assert min(each.least_share for each in found) >= EVENLY / 3 - 1e-9


def test_in_a_world_whose_hours_do_not_differ_learning_loses_nothing_and_claims_nothing():
    one = world(1, customers=800, of_all=0, of_group=0, of_each=0)
    found = lived(1, one, days=60)
    assert found.lost == pytest.approx(0, abs=1e-9)
    assert abs(found.gain) < 3 * found.error
