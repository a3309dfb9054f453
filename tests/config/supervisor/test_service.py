"""A service that dies is started again, soon at first and then with patience."""

import itertools
import subprocess
from unittest.mock import Mock

from config.embedded.errors import EmbeddedError
from config.supervisor.service import LONGEST_DELAY_SECONDS, Service


def alive() -> Mock:
    return Mock(spec=subprocess.Popen, **{"poll.return_value": None})


def dead() -> Mock:
    return Mock(spec=subprocess.Popen, returncode=-9, **{"poll.return_value": -9})


def service(start: Mock) -> Service:
    return Service("worker", start, say=Mock())


def test_it_is_started_at_once_and_left_alone_while_it_lives() -> None:
    start = Mock(side_effect=[alive()])
    one = service(start)
    one.tend(0.0)
    one.tend(1.0)
    assert start.call_count == 1


def test_a_dead_one_is_started_again_after_half_a_second() -> None:
    start = Mock(side_effect=[dead(), alive()])
    one = service(start)
    one.tend(0.0)
    one.tend(10.0)
    assert start.call_count == 1
    one.tend(10.5)
    assert start.call_count == 2


def test_one_that_keeps_dying_is_tried_ever_more_rarely_but_always() -> None:
    start = Mock(side_effect=lambda: dead())
    one = service(start)
    started = []
    for tick in range(2000):
        before = start.call_count
        one.tend(tick / 4)
        if start.call_count > before:
            started.append(tick / 4)
    gaps = [later - earlier for earlier, later in itertools.pairwise(started)]
    assert gaps[0] < 1
    assert gaps == sorted(gaps)
    assert LONGEST_DELAY_SECONDS <= gaps[-1] <= LONGEST_DELAY_SECONDS + 1


def test_a_server_that_cannot_start_says_why_and_is_tried_again() -> None:
    start = Mock(side_effect=[EmbeddedError("no room"), alive()])
    one = service(start)
    one.tend(0.0)
    one.say.assert_called_once_with("no room")  # type: ignore[attr-defined]
    one.tend(1.0)
    assert start.call_count == 2
