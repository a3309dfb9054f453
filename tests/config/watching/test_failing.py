"""A task that fails three times in a row in one process is told, until it works there."""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from config.watching import failing
from config.watching.broker import connected

TASK = SimpleNamespace(name="messaging.tasks.sweep")
OTHER = SimpleNamespace(name="messaging.tasks.plan_day")


@pytest.fixture(autouse=True)
def _nothing_told() -> Iterator[None]:
    _forget()
    yield
    _forget()


def _forget() -> None:
    failing._failures.clear()
    with connected() as broker:
        broker.delete(failing.KEY)


def test_three_failures_in_a_row_are_told_with_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.node", lambda: "worker-2")
    failing._failed(OTHER)
    for _ in range(2):
        failing._failed(TASK)
        assert failing.often() == []
    failing._failed(TASK)
    assert failing.often() == ["messaging.tasks.sweep @ worker-2"]

    monkeypatch.setattr("os.getpid", lambda: 1)  # it works in another process, not in this one
    failing._failures.clear()
    failing._worked(TASK)
    assert failing.often() == ["messaging.tasks.sweep @ worker-2"]


def test_it_is_over_once_it_works_or_its_process_is_long_gone() -> None:
    for _ in range(3):
        failing._failed(TASK)
    with connected() as broker:
        [(_name, said)] = broker.hgetall(failing.KEY).items()  # type: ignore[union-attr]
    at = float(said.decode().rpartition(" ")[2].rstrip("]"))
    assert failing.often(at + failing.LATELY_SECONDS + 1) == []
    assert len(failing.often(at + 60)) == 1
    failing._worked(TASK)
    assert failing.often() == []
    failing._failed(TASK)
    assert failing.often() == []


def test_without_a_broker_nothing_is_told_and_nothing_breaks(
    settings: pytest.FixtureRequest,
) -> None:
    settings.REDIS_URL = "redis://127.0.0.1:1/0"  # type: ignore[attr-defined]
    failing._failed(TASK)
    failing._worked(TASK)
    assert failing.often() == []
