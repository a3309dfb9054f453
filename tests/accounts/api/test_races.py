"""Two callers with one idempotency key at the same moment, each over a connection of its own."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection, connections

from accounts.api import bringing
from accounts.api.problems import Problem
from accounts.holds import service as holds
from accounts.models import ApiCall, Hold, ImportFile, Lender
from accounts.tasks import bring_in
from tests import as_role, make, make_api
from tests.accounts.api.calls import told

pytestmark = pytest.mark.django_db(transaction=True)
BODY = {"kind": "manual", "reason": "asked by the branch"}
WAITS = (
    "SELECT count(*) FROM pg_locks l JOIN pg_stat_activity a USING (pid)"
    " WHERE NOT l.granted AND a.datname = current_database()"
)


class Race:
    """The first call stands in the middle of its work until another waits for it in the database,
    then goes on; `answers`: of both, the first's first."""

    def __init__(self) -> None:
        self.answers: dict[int, Any] = {}
        self.in_the_middle = threading.Event()
        self._is_first = True

    def hold_up(self, work: Callable[..., Any]) -> Callable[..., Any]:
        """Of the first caller, at its end."""

        def held(*args: Any, **said: Any) -> Any:
            done = work(*args, **said)
            if self._is_first:
                self._is_first = False
                self.in_the_middle.set()
                self._until_somebody_waits()
            return done

        return held

    def _until_somebody_waits(self) -> None:
        for _look in range(3_000):
            with connection.cursor() as cursor:
                cursor.execute(WAITS)
                if cursor.fetchone()[0]:
                    return
            threading.Event().wait(0.01)
        raise AssertionError("nobody waited")

    def run(self, *calls: Callable[[], Any]) -> list[Any]:
        def begun(place: int, call: Callable[[], Any]) -> threading.Thread:
            def work() -> None:
                try:
                    self.answers[place] = call()
                finally:
                    connections.close_all()

            thread = threading.Thread(target=work)
            thread.start()
            return thread

        with as_role.as_role(as_role.WEB):  # for all of them, whoever ends first
            first = begun(0, calls[0])
            assert self.in_the_middle.wait(30)
            others = [begun(place, call) for place, call in enumerate(calls[1:], start=1)]
            for thread in (first, *others):
                thread.join()
        return [self.answers[place] for place in range(len(calls))]


@pytest.fixture
def lender(db: None) -> Lender:
    cache.clear()
    return make.lender(code="anhe")


@pytest.fixture
def secret(lender: Lender) -> str:
    return make_api.key(lender)[1]


@pytest.fixture
def race() -> Race:
    return Race()


@pytest.fixture
def address(lender: Lender) -> str:
    return f"/customers/{make.loan(lender=lender).customer.customer_no}/holds"


def twice(secret: str, method: str, path: str, body: Any) -> list[Callable[[], Any]]:
    """The same call, by two clients."""
    callers = [make_api.Caller(secret), make_api.Caller(secret)]
    return [partial(each.send, method, path, body, once="a") for each in callers]


def test_one_does_it_and_both_are_answered_the_same(
    race: Race, secret: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "place", race.hold_up(holds.place))
    first, second = race.run(*twice(secret, "post", address, BODY))
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert Hold.objects.count() == 1
    assert ApiCall.objects.count() == 1


def test_what_the_first_was_refused_the_second_may_do(
    race: Race, secret: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, calls = holds.place, []

    def refused_once(*args: Any, **said: Any) -> Any:
        calls.append(said)
        if len(calls) > 1:
            return place(*args, **said)
        race.hold_up(lambda: None)()
        raise Problem("conflict", "not now")

    monkeypatch.setattr(holds, "place", refused_once)
    first, second = race.run(*twice(secret, "post", address, BODY))
    assert (first.status_code, second.status_code) == (409, 201)
    assert Hold.objects.count() == 1


def test_another_call_under_the_key_of_one_under_way_is_refused(
    race: Race, secret: str, address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(holds, "place", race.hold_up(holds.place))
    other = {**BODY, "reason": "another"}
    first, second = race.run(
        partial(make_api.Caller(secret).post, address, BODY, once="a"),
        partial(make_api.Caller(secret).post, address, other, once="a"),
    )
    assert (first.status_code, second.status_code) == (201, 422)
    assert second.json()["type"].endswith("key-used-otherwise")
    assert Hold.objects.count() == 1


def test_a_row_brought_twice_at_once_is_one_import(
    race: Race, secret: str, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bringing, "start", bring_in)
    monkeypatch.setattr(bringing, "_register", race.hold_up(bringing._register))
    row = told()
    first, second = race.run(*twice(secret, "put", "/loans/L1", row))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert first.json()["result"] == "new"
    assert ImportFile.objects.count() == 1
    assert len(list(uploads.glob("*"))) == 1  # what the second had stored is gone
