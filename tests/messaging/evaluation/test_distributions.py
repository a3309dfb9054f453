"""Figures of scipy 1.17.1 (stats.t, stats.chi2)."""

import math

import pytest
from hypothesis import given, strategies as st

from messaging.evaluation.distributions import (
    chi_square_tail,
    normal_critical,
    normal_tails,
    t_critical,
    t_tails,
)


@pytest.mark.parametrize(
    ("t", "df", "tails"),
    [
        (0.3, 2.5, 0.7873423714951973),
        (2.1, 8.25, 0.06789414584640795),
        (6, 30, 1.3942768767204764e-06),
        (2.5, 1e5, 0.012420919192559051),
        (1e-8, 1, 1 - 2 * math.atan(1e-8) / math.pi),
    ],
)
def test_the_tails_of_t(t, df, tails):
    assert t_tails(t, df) == pytest.approx(tails, rel=1e-9)


@pytest.mark.parametrize(
    ("tails", "df", "t"),
    [
        (0.05, 3.7, 2.8675207071911903),
        (0.05, 1, 12.706204736174705),
        (1e-6, 12.5, 8.829946509018272),
        (0.5, 200.25, 0.6757168750189213),
        (0.01, 1e6, 2.5758342201053344),
    ],
)
def test_the_quantiles_of_t(tails, df, t):
    assert t_critical(tails, df) == pytest.approx(t, rel=1e-9)


@pytest.mark.parametrize(
    ("x", "df", "tail"),
    [
        (0.5, 1, 0.47950012218695337),
        (3.84, 1, 0.05004352124870519),
        (9.2, 4, 0.056290280169948054),
        (60, 20, 7.121750862815593e-06),
        (2, 7, 0.9598403687301016),
        (0, 3, 1.0),
        (math.inf, 3, 0.0),
    ],
)
def test_the_tail_of_chi_square(x, df, tail):
    assert chi_square_tail(x, df) == pytest.approx(tail, rel=1e-9)


@given(tails=st.floats(1e-12, 0.999), df=st.floats(0.5, 1e8))
def test_the_quantile_undoes_the_tail(tails, df):
    assert t_tails(t_critical(tails, df), df) == pytest.approx(tails, rel=1e-6)


def test_the_normal_is_where_t_ends():
    assert t_tails(1.96, 1e9) == normal_tails(1.96)
    assert t_critical(0.05, math.inf) == normal_critical(0.05) == pytest.approx(1.959963984540054)
