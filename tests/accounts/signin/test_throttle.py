"""Tries are counted before they are made, over all processes."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import connection

from accounts.models import SignInCount
from accounts.signin import throttle
from accounts.signin.limits import EVERYWHERE, PAIR, Limit

HERE = {throttle.place(PAIR, "chen", "10.0.0.1"): PAIR}
THERE = {throttle.place(PAIR, "chen", "10.0.0.2"): PAIR}


def spend(places: throttle.Places, tries: int, *, now: datetime) -> list[datetime | None]:
    return [throttle.count(places, now=now) for _ in range(tries)]


@pytest.mark.django_db
def test_the_sixth_of_five_waits_and_waiting_costs_nothing(now: datetime) -> None:
    soon = now + timedelta(seconds=30)
    assert spend(HERE, 8, now=now) == [None] * 5 + [soon] * 3
    assert spend(HERE, 2, now=soon) == [None, soon + timedelta(seconds=60)]


@pytest.mark.django_db
def test_where_one_place_waits_none_is_counted(now: datetime) -> None:
    spend(HERE, 5, now=now)
    assert throttle.count(HERE | THERE, now=now) is not None
    assert spend(THERE, 5, now=now) == [None] * 5


@pytest.mark.django_db
def test_a_right_try_is_given_back(now: datetime) -> None:
    spend(HERE | THERE, 5, now=now)
    throttle.give_back(HERE | THERE, forget=HERE, now=now)
    assert spend(HERE, 5, now=now) == [None] * 5
    assert [SignInCount.objects.get(pk=place).tries for place in THERE] == [4]


@pytest.mark.django_db
def test_counting_begins_anew_when_the_time_is_over(now: datetime) -> None:
    spend(HERE, 5, now=now)
    later = now + PAIR.within
    assert spend(HERE, 5, now=later) == [None] * 5


@pytest.mark.django_db
def test_what_is_over_is_forgotten(now: datetime) -> None:
    spend(HERE, 1, now=now)
    spend(THERE, 1, now=now + timedelta(hours=1))
    assert throttle.forget_ended(now + PAIR.within) == 1
    assert SignInCount.objects.count() == 1


@pytest.mark.django_db
def test_an_alarm_is_taken_once_a_window(now: datetime) -> None:
    few = Limit(EVERYWHERE.name, 2, timedelta(0), timedelta(0), EVERYWHERE.within)
    everywhere = {throttle.place(EVERYWHERE): few}
    spend(everywhere, EVERYWHERE.free - 1, now=now)
    assert throttle.take_alarm(now) == 0
    spend(everywhere, 1, now=now)
    assert [throttle.take_alarm(now) for _ in range(2)] == [EVERYWHERE.free, 0]
    assert throttle.wrong_lately(now) == EVERYWHERE.free
    later = now + EVERYWHERE.within
    assert throttle.wrong_lately(later) == 0
    spend(everywhere, EVERYWHERE.free, now=later)
    assert throttle.take_alarm(later) == EVERYWHERE.free


@pytest.mark.django_db(transaction=True)
def test_tries_made_side_by_side_do_not_slip_past(now: datetime) -> None:
    """Two orders of the same places, so that locks taken out of order would stand against each
    other."""
    both = [HERE | THERE, THERE | HERE]
    start = Barrier(8)

    def tries(which: int) -> int:
        start.wait()
        try:
            return spend(both[which % 2], 10, now=now).count(None)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(tries, range(8))) == PAIR.free
