"""Reference figures: scipy 1.17.1 (ttest_ind, Welch), statsmodels 0.15.0 (OLS, HC2), gbstats 0.8.0
(SequentialTwoSidedTTest), computed once from the numbers below."""

import math
import time
import tracemalloc
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import given, settings, strategies as st

from messaging.evaluation.adjustment import adjusted
from messaging.evaluation.effect import compare
from tests.worlds import trials

TREATED = [3.1, 7.983, 4.333, 3.7, 6.8, 6.15, 3.333, 4.583, 5.6, 4.1, 3.1, 6.183]
CONTROL = [5.933, 3.4, 3.933, 4.883, 1.5, 7.6, 2.8, 3.883, 1.333]
ROWS = [[(i * 7 % 10) / 2, (i * i % 13) / 3] for i in range(21)]
ROWS_TREATED, ROWS_CONTROL = ROWS[:12], ROWS[12:]


def _shares(n, repaid):
    return [1.0] * repaid + [0.0] * (n - repaid)


def test_without_covariates_it_is_welchs():
    found = compare(TREATED, CONTROL)
    assert found.difference == pytest.approx(0.9954166666666668, abs=1e-12)
    assert found.p_value == pytest.approx(0.2417382495653557, abs=1e-9)
    assert found.low == pytest.approx(-0.7457659588208314, abs=1e-9)
    assert found.high == pytest.approx(2.736599292154165, abs=1e-9)
    assert (found.n_treated, found.n_control) == (12, 9)


def test_another_level_makes_another_interval():
    found = compare(TREATED, CONTROL, level=0.9)
    assert (found.low, found.high) == pytest.approx((-0.4364975477892128, 2.427330881122546))


def test_with_covariates_it_is_lins_with_hc2():
    found = compare(TREATED, CONTROL, covariates=(ROWS_TREATED, ROWS_CONTROL))
    assert found.difference == pytest.approx(1.071137115574397, abs=1e-9)
    parts = adjusted(
        (np.array(TREATED), np.array(CONTROL)),
        (np.array(ROWS_TREATED), np.array(ROWS_CONTROL)),
        None,
    )
    error = math.sqrt(parts.treated.variance + parts.control.variance)
    assert error == pytest.approx(0.5502558471760408, abs=1e-9)


def test_looking_daily_it_is_growthbooks_bound():
    found = compare(_shares(1000, 640), _shares(1000, 570), anytime=True)
    assert found.low == pytest.approx(0.0018489062381225052, abs=1e-9)
    assert found.high == pytest.approx(0.13815109376187762, abs=1e-9)
    assert found.p_value == pytest.approx(0.04077132509058512, abs=1e-9)
    few = compare(TREATED, CONTROL, anytime=True)
    assert (few.low, few.high) == pytest.approx((-10.163485090962498, 12.154318424295832))
    assert few.p_value == pytest.approx(0.9924543469650923)


def test_a_covariate_that_tells_nothing_new_changes_nothing():
    plain = compare(TREATED, CONTROL, covariates=(ROWS_TREATED, ROWS_CONTROL))
    more = [[a, b, 4.0, a + 2 * b, 1e9 * a] for a, b in ROWS]
    found = compare(TREATED, CONTROL, covariates=(more[:12], more[12:]))
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))
    flat = [[7.0]] * 21
    assert compare(TREATED, CONTROL, covariates=(flat[:12], flat[12:])) == compare(TREATED, CONTROL)


def test_a_covariate_of_one_customer_is_left_out():
    one = [[0.0]] * 21
    one[3] = [1.0]
    assert compare(TREATED, CONTROL, covariates=(one[:12], one[12:])) == compare(TREATED, CONTROL)


def test_more_covariates_than_customers_are_no_trouble():
    many = [[float((i * j) % 17) for j in range(1, 40)] for i in range(21)]
    found = compare(TREATED, CONTROL, covariates=(many[:12], many[12:]))
    assert math.isfinite(found.low)
    assert found.low < found.difference < found.high


def test_one_covariate_may_come_as_plain_numbers():
    pairs = [row[0] for row in ROWS]
    rows = [[value] for value in pairs]
    assert compare(TREATED, CONTROL, covariates=(pairs[:12], pairs[12:])) == compare(
        TREATED, CONTROL, covariates=(rows[:12], rows[12:])
    )


def test_customers_of_one_outcome_each_are_no_clusters():
    plain = compare(TREATED, CONTROL)
    found = compare(TREATED, CONTROL, clusters=(range(12), range(12, 21)))
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))


def test_outcomes_that_never_differ_have_no_interval():
    same = compare([0.1] * 7, [0.1] * 9)
    assert (same.difference, same.low, same.high, same.p_value) == (0, 0, 0, 1)
    apart = compare([1, 1, 1], [0, 0])
    assert (apart.low, apart.high, apart.p_value) == (1, 1, 0)


def test_who_looks_daily_is_not_told_that_a_few_are_all():
    found = compare([1, 1, 1], [0, 0, 0], anytime=True)
    assert found.low < 0 < found.high
    assert found.p_value > 0.05


@pytest.mark.parametrize(
    ("treated", "control", "said"),
    [
        ([], [1, 2], "treated is empty"),
        ([1], [1, 2], "treated has 1 outcome"),
        ([1, 2], [1, math.nan], r"control\[1\] is nan"),
        ([1, math.inf], [1, 2], r"treated\[1\] is inf"),
        ([1, None], [1, 2], "treated holds None at 1"),
        ([1, "3"], [1, 2], "treated holds '3' at 1"),
        ([1, 1j], [1, 2], "treated holds 1j at 1"),
        ("12", [1, 2], "treated is a str"),
        (None, [1, 2], "treated is a NoneType"),
        (3, [1, 2], "treated is a int"),
        ([[1, 2], [3, 4]], [1, 2], "treated has 2 dimensions"),
        ([[1, 2], [3]], [1, 2], "treated holds rows of unequal length"),
    ],
)
def test_what_cannot_be_compared_is_named(treated, control, said):
    with pytest.raises(ValueError, match=said):
        compare(treated, control)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"covariates": ([[1]], [[1], [2]])}, "covariates of treated has 1 rows for 2 outcomes"),
        ({"covariates": ([[1], [2]], [[1, 2], [2, 3]])}, "1 a row for treated but 2 for control"),
        (
            {"covariates": ([[1], [math.nan]], [[1], [2]])},
            r"covariates of treated\[1\]\[0\] is nan",
        ),
        ({"covariates": [1]}, "covariates: give a pair"),
        ({"clusters": ([1], [1, 2])}, "clusters of treated: 1 for 2 outcomes|all outcomes"),
        ({"clusters": ([1, 1], [2, 3])}, "clusters of treated: all outcomes are of one"),
        ({"clusters": ([1, 2], [2, 3])}, "1 of them are in both groups"),
        ({"level": 95}, "level is 95"),
        ({"level": 1.0}, "level is 1.0"),
    ],
)
def test_what_comes_beside_the_outcomes_is_checked_too(more, said):
    with pytest.raises(ValueError, match=said):
        compare([1, 2], [3, 5], **more)


def test_any_sequence_of_numbers_will_do():
    plain = compare(TREATED, CONTROL)
    assert compare(np.array(TREATED), tuple(CONTROL)) == plain
    assert compare([Decimal(str(y)) for y in TREATED], CONTROL) == plain
    assert compare(iter(TREATED), CONTROL) == plain
    assert compare([True, False, True], [False, True]) == compare([1, 0, 1], [0, 1])


@given(
    treated=st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=30),
    control=st.lists(st.floats(-1e300, 1e300), min_size=2, max_size=30),
    anytime=st.booleans(),
)
def test_every_comparison_holds_its_difference_and_turns_with_its_groups(treated, control, anytime):
    found = compare(treated, control, anytime=anytime)
    turned = compare(control, treated, anytime=anytime)
    assert found.low <= found.difference <= found.high
    assert 0 <= found.p_value <= 1
    assert (turned.low, turned.high) == pytest.approx((-found.high, -found.low))


@settings(max_examples=50)
@given(
    outcomes=st.lists(st.integers(0, 1), min_size=4, max_size=60),
    scale=st.sampled_from([1e-200, 1e-3, 1e6, 1e200]),
)
def test_the_unit_of_the_outcome_does_not_matter(outcomes, scale):
    half = len(outcomes) // 2
    plain = compare(outcomes[:half], outcomes[half:])
    scaled = [y * scale for y in outcomes]
    found = compare(scaled[:half], scaled[half:])
    assert (found.low, found.high, found.p_value) == pytest.approx(
        (plain.low * scale, plain.high * scale, plain.p_value), rel=1e-9, abs=0
    )


def test_a_million_outcomes_take_seconds_and_bounded_memory():
    outcomes = np.random.default_rng(1).random(1_000_000)
    rows = np.random.default_rng(2).random((1_000_000, 3))
    half = 500_000
    tracemalloc.start()
    begun = time.process_time()
    compare(outcomes[:half], outcomes[half:], covariates=(rows[:half], rows[half:]))
    seconds = time.process_time() - begun
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 400 * 1024 * 1024
    assert seconds < 10


def test_the_interval_covers_the_truth_in_about_95_of_100_worlds():
    assert 0.93 <= trials.covered(400, 2_000) <= 0.97
    assert 0.93 <= trials.covered(400, 1_000, share=0.9, adjusted=True) <= 0.97
    assert 0.93 <= trials.amounts_covered(400, 500) <= 0.97
    assert 0.93 <= trials.clusters_covered(400, 100) <= 0.97


def test_loans_are_not_taken_for_people():
    assert trials.clusters_covered(200, 100, by_customer=False) < 0.9


def test_who_looks_daily_for_60_days_calls_hardly_a_false_winner():
    assert trials.false_winners(60, a_day=60) < 0.05
    assert trials.false_winners(60, a_day=3) < 0.05
    assert trials.false_winners(60, a_day=60, anytime=False) > 0.15


def test_nine_thousand_a_group_find_two_points_and_a_half():
    assert trials.found(100) >= 0.80


def test_written_to_against_not_is_no_comparison():
    assert trials.naive_covered(20, 5_000) == 0
