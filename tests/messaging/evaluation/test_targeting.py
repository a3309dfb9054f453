import math

import numpy as np
import pytest

from messaging.evaluation.targeting import fit, qini
from tests.worlds import trials
from tests.worlds.people import world


def test_where_all_gain_alike_every_gain_is_the_mean():
    one = world(3, 4_000, effect="all", size=0.05)
    learned = fit(one.rows, one.treated, one.outcome)
    treated, control = one.groups
    assert learned.gain(one.rows[:5]) == pytest.approx([treated.mean() - control.mean()] * 5)


def test_a_difference_is_hardly_ever_seen_where_there_is_none():
    assert trials.false_targets(12, 3_000) <= 2 / 12


@pytest.mark.parametrize(
    ("effect", "size", "least"),
    [("always_late", 0.12, 0.8), ("late_and_small", 0.15, 0.7), ("by_amount", 0.15, 0.8)],
)
def test_thresholds_and_pairs_of_conditions_are_found(effect, size, least):
    reached, same = trials.targeting(1, 20_000, effect, size)
    assert reached > least
    assert same > least


def test_gains_are_in_the_unit_of_the_outcome_and_about_right():
    one = world(5, 30_000, effect="always_late", size=0.15)
    gains: np.ndarray = np.array(fit(one.rows, one.treated, one.outcome * 1_000).gain(one.rows))
    late = one.rows[:, 0] == 2
    assert 100 < gains[late].mean() < 180
    assert -40 < gains[~late].mean() < 40


def test_fewer_texts_only_where_there_are_some_to_spare():
    few, kept = trials.spared(2, 30_000, "always_late", 0.1)
    assert few >= 0.25
    assert kept >= 0.98
    assert trials.spared(2, 30_000, "all", 0.05)[0] == 0


def test_a_chance_of_treatment_by_row_is_no_effect():
    """Each product with its own control share, and its own habit of paying."""
    drawn = np.random.default_rng(4)
    rows = drawn.integers(0, 3, (20_000, 2)).astype(float)
    treated = (drawn.random(20_000) < np.array([0.5, 0.8, 0.95])[rows[:, 0].astype(int)]) * 1
    outcome = (drawn.random(20_000) < 0.3 + 0.2 * rows[:, 0]) * 1.0
    gains = fit(rows, treated, outcome).gain(rows)
    assert max(gains) - min(gains) < 0.02


def test_the_same_data_give_the_same_gains():
    one = world(6, 3_000, effect="always_late", size=0.2)
    lists = one.rows.tolist(), one.treated.tolist(), one.outcome.tolist()
    assert fit(*lists).gain(lists[0]) == fit(one.rows, one.treated, one.outcome).gain(one.rows)


def test_few_rows_constant_outcomes_and_rows_that_tell_nothing_give_the_mean():
    assert fit([[1], [2], [3], [4]], [1, 1, 0, 0], [1, 1, 0, 1]).gain([[9]]) == [0.5]
    even = [i % 2 for i in range(400)]
    assert fit([[i] for i in range(400)], even, [7.0] * 400).gain([[0], [399]]) == [0, 0]
    flat = fit([[1.0, 2.0]] * 400, even, [float(i % 2) for i in range(400)])
    assert flat.gain([[1.0, 2.0], [5.0, 5.0]]) == [1, 1]
    assert flat.gain([]) == []
    assert fit([[]] * 4, [1, 1, 0, 0], [1, 1, 0, 1]).gain([[], []]) == [0.5, 0.5]


@pytest.mark.parametrize(
    ("rows", "treated", "outcome", "said"),
    [
        ([], [], [], "outcome is empty"),
        ([[1]] * 4, [1, 1, 1, 1], [1, 2, 3, 4], "0 rows are not treated"),
        ([[1]] * 4, [1, 0, 0, 0], [1, 2, 3, 4], "1 rows are treated"),
        ([[1]] * 4, [1, 0, 2, 0], [1, 2, 3, 4], r"treated\[2\] is 2"),
        ([[1]] * 4, [1, 0, 1], [1, 2, 3, 4], "treated has 3 values for 4 rows"),
        ([[1]] * 3, [1, 0, 1, 0], [1, 2, 3, 4], "rows has 3 rows for 4 outcomes"),
        ([[1]] * 4, [1, 0, 1, 0], [1, 2, 3, math.nan], r"outcome\[3\] is nan"),
        (
            [[1], [2], [None], [4]],
            [1, 0, 1, 0],
            [1, 2, 3, 4],
            r"rows holds \[None\] at 2|rows\[2\]",
        ),
        ([[1], [2], [3, 4], [4]], [1, 0, 1, 0], [1, 2, 3, 4], "rows of unequal length"),
    ],
)
def test_what_cannot_be_learned_from_is_named(rows, treated, outcome, said):
    with pytest.raises(ValueError, match=said):
        fit(rows, treated, outcome)


def test_rows_of_another_width_are_refused():
    learned = fit([[1, 2]] * 4, [1, 1, 0, 0], [1, 1, 0, 1])
    with pytest.raises(ValueError, match="rows have 1 values each, 2 were fitted"):
        learned.gain([[1]])


def test_constant_gains_are_no_better_than_chance():
    one = world(8, 2_000, effect="always_late", size=0.2)
    assert qini([0.3] * 2_000, one.treated, one.outcome) == 0


def test_gains_that_know_it_reach_the_area_of_the_docstring():
    """Half gain 8 points: an eighth of that is between their curve and chance."""
    drawn = np.random.default_rng(9)
    helped = drawn.integers(0, 2, 400_000)
    treated = drawn.integers(0, 2, 400_000)
    outcome = (drawn.random(400_000) < 0.5 + 0.08 * helped * treated) * 1.0
    assert qini(helped, treated, outcome) == pytest.approx(0.01, abs=0.002)
    assert qini(-helped, treated, outcome) == pytest.approx(-0.01, abs=0.002)
    assert qini(drawn.random(400_000), treated, outcome) == pytest.approx(0, abs=0.002)


def test_the_order_of_equal_gains_does_not_matter():
    one = world(10, 1_000, effect="always_late", size=0.2)
    gains = one.rows[:, 0]
    turned = np.arange(1_000)[::-1]
    assert qini(gains, one.treated, one.outcome) == pytest.approx(
        qini(gains[turned], one.treated[turned], one.outcome[turned]), abs=1e-12
    )


def test_a_level_added_to_every_outcome_changes_no_area():
    one = world(11, 1_000, effect="always_late", size=0.2)
    plain = qini(one.rows[:, 0], one.treated, one.outcome)
    assert qini(one.rows[:, 0], one.treated, one.outcome + 1_000) == pytest.approx(plain)


@pytest.mark.parametrize(
    ("gains", "treated", "outcome", "said"),
    [
        ([1, 2], [1, 1], [0, 1], "all customers are of one group"),
        ([1], [1, 0], [0, 1], "gains has 1 values for 2 outcomes"),
        ([1, math.nan], [1, 0], [0, 1], r"gains\[1\] is nan"),
        ([], [], [], "outcome is empty"),
    ],
)
def test_what_has_no_area_is_named(gains, treated, outcome, said):
    with pytest.raises(ValueError, match=said):
        qini(gains, treated, outcome)
