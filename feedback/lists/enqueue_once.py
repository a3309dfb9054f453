"""Calling a task once, however many reasons there are, until a worker has come.

Hundreds of replies a second ring once: what comes in meanwhile, the task finds by itself. A ring
that is lost with its worker or broker is forgotten after a while, and the ticks come by anyway.
"""

from contextlib import suppress
from typing import Any

from celery import Task
from django.core.cache import cache
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

FORGOTTEN_AFTER_SECONDS = 60


def ring(task: "Task[..., Any]") -> None:
    """Have it worked soon, unless it has been called and has not begun yet."""
    with suppress(OperationalError, RedisError):  # no broker: the tick comes by
        if cache.add(_key(task), True, timeout=FORGOTTEN_AFTER_SECONDS):
            task.delay()


def answer(task: "Task[..., Any]") -> None:
    """The task has begun: whatever comes in from now on rings again. Before it looks."""
    with suppress(RedisError):
        cache.delete(_key(task))


def _key(task: "Task[..., Any]") -> str:
    return f"bell:{task.name}"
