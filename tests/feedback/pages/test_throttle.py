"""Tries are counted over all processes, and a full count closes the door for everybody alike."""

import os
import subprocess
import sys
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.db import DatabaseError, connection
from django.test import RequestFactory

from accounts.input.network import UNKNOWN, network_of
from feedback.models import Throttle
from feedback.pages import throttle
from feedback.pages.throttle import CHECKS_FROM_AN_ADDRESS, CHECKS_OF_A_CODE, Limit, within_limits
from tests.feedback.pages.conftest import Clock
from tests.feedback.pages.visitor import visitor

THREE = Limit("test", 3, timedelta(minutes=10))
RACE = """
import django, sys
django.setup()
from datetime import datetime, timedelta, UTC
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from feedback.pages.throttle import Limit, within_limits
limit = Limit("race", 60, timedelta(hours=1))
now = datetime(2026, 9, 15, 10, 30, tzinfo=UTC)
sys.stdin.readline()
print(sum(within_limits([(limit, "here"), (limit, "there")], now=now) for _ in range(50)))
"""


@pytest.mark.django_db
def test_the_fourth_of_three_is_one_too_many_until_the_window_ends(now: datetime) -> None:
    assert [within_limits([(THREE, "a")], now=now) for _ in range(5)] == [True] * 3 + [False] * 2
    assert within_limits([(THREE, "b")], now=now)
    assert not within_limits([(THREE, "a"), (THREE, "b")], now=now + timedelta(minutes=9))
    assert within_limits([(THREE, "a")], now=now + timedelta(minutes=10))


@pytest.mark.django_db
def test_counts_that_are_over_are_deleted(now: datetime) -> None:
    within_limits([(THREE, "a")], now=now)
    within_limits([(THREE, "b")], now=now + timedelta(minutes=5))
    assert throttle.forget_ended(now + timedelta(minutes=11)) == 1
    assert Throttle.objects.count() == 1


@pytest.mark.django_db
def test_however_many_are_over_one_run_deletes_them(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttle, "FORGOTTEN_AT_ONCE", 2)
    for place in "abcde":
        within_limits([(THREE, place)], now=now)
    assert throttle.forget_ended(now + timedelta(minutes=11)) == 5
    assert not Throttle.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_processes_count_together_to_the_last_try() -> None:
    root = Path(__file__).parents[3]
    command = [sys.executable, "-c", RACE, connection.settings_dict["NAME"]]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    racers = [
        subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=root,
            env=environment,
        )
        for _ in range(2)
    ]
    for racer in racers:
        racer.stdin.write("\n")
        racer.stdin.flush()
    allowed = [int(racer.communicate(timeout=120)[0]) for racer in racers]
    assert sum(allowed) == 60
    assert sorted(Throttle.objects.values_list("tries", flat=True)) == [100, 100]


@pytest.mark.django_db
@pytest.mark.parametrize("exists", [True, False])
def test_a_code_tried_too_often_is_closed_whether_it_exists_or_not(
    now: datetime, clock: Clock, exists: bool
) -> None:
    somebody, _customer, message = visitor(now)
    code = somebody.code if exists else "00000000"
    pages = [somebody.check(code, "9999") for _ in range(CHECKS_OF_A_CODE.tries)]
    assert {page.status_code for page in pages} == {303}
    closed = somebody.check(code, "2345")
    assert closed.status_code == 429
    assert message.lender.hotline in closed.content.decode()
    clock.now = now + CHECKS_OF_A_CODE.within
    assert somebody.check(code, "2345").status_code == 303


@pytest.mark.django_db
def test_an_address_is_limited_over_all_codes(now: datetime, clock: Clock) -> None:
    somebody, _customer, _message = visitor(now)
    tried = [somebody.check(f"{n:08d}") for n in range(CHECKS_FROM_AN_ADDRESS.tries + 1)]
    assert [page.status_code for page in tried[-2:]] == [303, 429]
    assert somebody.check().status_code == 429
    assert somebody.check(REMOTE_ADDR="203.0.113.7").status_code == 303


@pytest.mark.django_db
def test_when_tries_cannot_be_counted_the_door_stays_shut_politely(
    now: datetime, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> bool:
        raise DatabaseError("no")

    somebody, _customer, message = visitor(now)
    monkeypatch.setattr("feedback.pages.throttle.within_limits", broken)
    closed = somebody.check()
    assert closed.status_code == 503
    assert message.lender.hotline in closed.content.decode()
    assert "no-store" in closed["Cache-Control"]
    assert somebody.get("answer")["Location"] == somebody.url("check")


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "203.0.113.9", "198.51.100.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "6.6.6.6, 203.0.113.9, 10.0.0.1", "203.0.113.9"),
        (1, "2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        (1, "::ffff:203.0.113.9", "203.0.113.9"),
        (1, "", UNKNOWN),
        (1, "<script>", UNKNOWN),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(
    settings, proxies: int, forwarded: str, seen: str
) -> None:
    settings.PROXIES = proxies
    request = RequestFactory().get(
        "/", REMOTE_ADDR="198.51.100.1", headers={"x-forwarded-for": forwarded}
    )
    assert network_of(request) == seen
