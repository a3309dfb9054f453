from collections import Counter
from decimal import Decimal

from messaging.policy.arms import arm_for
from messaging.policy.trial_arms import trial_arm


def test_a_customer_has_the_same_arm_whenever_it_is_asked():
    assert trial_arm("C1", 7, 3) == trial_arm("C1", 7, 3)


def test_arms_are_as_likely_and_two_trials_draw_apart():
    numbers = [f"C{at}" for at in range(6_000)]
    counted = Counter((trial_arm(each, 1, 2), trial_arm(each, 2, 3)) for each in numbers)
    assert len(counted) == 6
    assert all(900 < count < 1_100 for count in counted.values())


def test_the_control_group_is_drawn_apart_from_trials():
    control = [
        each
        for each in map("C{}".format, range(20_000))
        if arm_for(each, "anhe", Decimal("0.1")) == "control"
    ]
    assert 0.45 < sum(trial_arm(each, 1, 2) for each in control) / len(control) < 0.55
