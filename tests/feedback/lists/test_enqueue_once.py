"""A task is called once, however many reasons there are, until a worker has come."""

from typing import Any

import pytest
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import ConnectionError as NoRedis

from feedback import tasks
from feedback.lists import enqueue_once
from feedback.receivers import replies as receivers
from messaging.models import Reply
from messaging.signals import replies_received

HEARING = ["file_replies", "open_complaints", "take_up_care", "take_up_ratings"]


@pytest.fixture(autouse=True)
def called(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the tasks that were called."""
    heard: list[str] = []
    for name in HEARING:
        task = getattr(tasks, name)
        cache.delete(f"bell:{task.name}")
        monkeypatch.setattr(task, "delay", lambda name=name: heard.append(name), raising=False)
    return heard


def test_replies_call_every_task_that_works_them_once(called: list[str]) -> None:
    for n in range(50):
        replies_received.send(sender=Reply, reply_ids=[n])
    assert called == HEARING


@pytest.mark.django_db
@pytest.mark.parametrize("name", HEARING)
def test_what_comes_in_after_a_task_began_calls_it_again(called: list[str], name: str) -> None:
    receivers.hear()
    getattr(tasks, name)()
    receivers.hear()
    assert called == [*HEARING, name]


@pytest.mark.parametrize("broken", [OperationalError(), NoRedis()])
def test_without_a_broker_nothing_fails(monkeypatch: pytest.MonkeyPatch, broken: Any) -> None:
    def fails(*_args: Any, **_kwargs: Any) -> None:
        raise broken

    monkeypatch.setattr(cache, "add", fails)
    receivers.hear()
    if isinstance(broken, NoRedis):
        monkeypatch.setattr(cache, "delete", fails)
        enqueue_once.answer(tasks.file_replies)
