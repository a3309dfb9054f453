"""The arms of a trial, and which text they are judged by."""

from messaging.planning.running_trials import RunningTrial, templates


def test_an_arm_without_a_text_is_judged_by_the_first_that_has_one():
    trial = RunningTrial(1, (None, 7, 8))
    assert [trial.judged_as(arm) for arm in range(3)] == [7, 7, 8]


def test_a_customer_stays_in_their_arm_and_all_arms_are_drawn():
    trial = RunningTrial(1, (7, 8, None))
    arms = {number: trial.arm_of(number) for number in map(str, range(300))}
    assert arms == {number: trial.arm_of(number) for number in arms}
    assert set(arms.values()) == {0, 1, 2}


def test_another_trial_draws_anew():
    one, other = RunningTrial(1, (7, 8)), RunningTrial(2, (7, 8))
    numbers = list(map(str, range(200)))
    assert [one.arm_of(each) for each in numbers] != [other.arm_of(each) for each in numbers]


def test_the_templates_of_all_trials_are_those_of_their_arms():
    cell = ("dpd-1", "gentle", "unknown")
    assert templates(
        {cell: RunningTrial(1, (None, 7)), ("due-0", *cell[1:]): RunningTrial(2, (7, 9))}
    ) == {7, 9}
    assert templates({}) == set()
