"""Waits grow, and never without end."""

from datetime import timedelta

import pytest
from hypothesis import given, strategies as st

from accounts.signin import limits
from accounts.signin.limits import PAIR, wait_after

EVERY = [limits.DEVICE, limits.PAIR, limits.NETWORK, limits.LOGIN, limits.EVERYWHERE]


def test_five_tries_are_free_and_then_each_waits_twice_as_long() -> None:
    waits = [wait_after(PAIR, tries).total_seconds() for tries in range(1, 12)]
    assert waits == [0, 0, 0, 0, 30, 60, 120, 240, 480, 900, 900]


@pytest.mark.parametrize("limit", EVERY)
@given(tries=st.integers(min_value=0, max_value=10**9))
def test_more_tries_never_wait_less_nor_longer_than_the_longest(
    limit: limits.Limit, tries: int
) -> None:
    assert wait_after(limit, tries) <= wait_after(limit, tries + 1) <= limit.longest


def test_a_guesser_gets_about_a_hundred_tries_a_day_at_one_login_from_one_network() -> None:
    spent, tries = timedelta(0), 0
    while spent < PAIR.within:
        tries += 1
        spent += wait_after(PAIR, tries)
    assert tries <= 110
