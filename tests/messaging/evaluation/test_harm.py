import pytest

from messaging.evaluation.harm import harm
from tests.worlds.trials import stopped_by_harm


def test_it_is_newcombes_interval():
    """Newcombe (1998), table II: 56/70 against 48/80, method 10."""
    found = harm(treated=56, of_treated=70, control=48, of_control=80)
    assert (found.low, found.high) == pytest.approx((0.0524, 0.3339), abs=5e-5)


def test_nobody_harmed_among_a_few_shows_nothing():
    few = harm(treated=0, of_treated=200, control=0, of_control=200)
    assert not few.shown_no_worse(0.002)
    many = harm(treated=0, of_treated=20_000, control=0, of_control=20_000)
    assert many.shown_no_worse(0.002)


@pytest.mark.parametrize("numbers", [(1, 0, 0, 5), (6, 5, 0, 5), (-1, 5, 0, 5), (0, 5, 0, 0)])
def test_more_harmed_than_there_are_is_refused(numbers):
    names = ("treated", "of_treated", "control", "of_control")
    with pytest.raises(ValueError, match="cannot be"):
        harm(**dict(zip(names, numbers, strict=True)))


def test_the_bound_for_daily_looks_is_wider_and_around_the_same_difference():
    numbers = {"treated": 60, "of_treated": 3_000, "control": 30, "of_control": 3_000}
    fixed, daily = harm(**numbers), harm(**numbers, anytime=True)
    assert daily.low < fixed.low < fixed.high < daily.high
    assert daily.low > 0


def test_a_trial_without_a_difference_is_not_stopped_however_often_one_looks():
    """By fixed intervals, even at 99 %, it is, one time in ten (`python -m tests.worlds`)."""
    assert stopped_by_harm(200) <= 0.05
    assert stopped_by_harm(200, anytime=False) > 0.05


def test_a_trial_that_harms_two_more_in_a_hundred_is_stopped():
    assert stopped_by_harm(20, a_day=60, more=0.02) >= 0.9
