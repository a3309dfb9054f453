import pytest

from messaging.evaluation.waiting import days_to_go, group_size


def test_half_the_width_takes_four_times_the_days():
    assert days_to_go(0.04, 0.02, 30) == 90
    assert days_to_go(0.02, 0.02, 30) == 0
    assert days_to_go(0.01, 0.02, 30) == 0


def test_two_points_and_a_half_on_sixty_take_about_6_400_a_group():
    assert 6_300 < group_size(0.619, 0.024) < 6_500


@pytest.mark.parametrize(("base", "difference"), [(0, 0.1), (0.5, 0.6), (0.5, 0), (1.2, -0.5)])
def test_shares_beyond_0_and_1_are_refused(base, difference):
    with pytest.raises(ValueError, match="between 0 and 1"):
        group_size(base, difference)
