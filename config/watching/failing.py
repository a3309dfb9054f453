"""Tasks that fail again and again, told beside the database: it may be why they do.

Each process of a worker counts its own; one that fails in one process and works in all others is
seen too. What a process that died had told is passed over after a while.
"""

from __future__ import annotations

import json
import os
import platform
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import redis
from celery.signals import task_failure, task_success

from config.watching.broker import connected

KEY = "huancui:failing"
OFTEN = 3
"""In a row, in one process: once may be a deadlock or a database that was started anew."""

LATELY_SECONDS = 15 * 60.0
"""A task that is due less often than that has not failed again and again."""

_failures: Counter[str] = Counter()


def count() -> None:
    """From now on; once in a process of a worker."""
    task_failure.connect(_failed, dispatch_uid="config.watching.failing")
    task_success.connect(_worked, dispatch_uid="config.watching.failing")


def often(now: float | None = None) -> list[str]:
    """As `messaging.tasks.sweep @ host`, of the last minutes. `now`: seconds since 1970."""
    now = time.time() if now is None else now
    with connected() as broker:
        try:
            told: Any = broker.hgetall(KEY)
        except (redis.RedisError, OSError):
            return []  # the broker is what is told of
    found = set()
    for name, said in told.items():
        number, at = json.loads(said)
        if number >= OFTEN and now - at < LATELY_SECONDS:
            found.add(name.decode().rpartition("/")[0])
    return sorted(found)


def _failed(sender: Any = None, **_signal: Any) -> None:
    _failures[sender.name] += 1
    said = json.dumps([_failures[sender.name], time.time()])
    with connected() as broker, suppress(redis.RedisError, OSError):
        broker.hset(KEY, _mine(sender.name), said)
        broker.expire(KEY, 24 * 3600)


def _worked(sender: Any = None, **_signal: Any) -> None:
    if sender.name not in _failures:
        return
    del _failures[sender.name]
    with connected() as broker, suppress(redis.RedisError, OSError):
        broker.hdel(KEY, _mine(sender.name))


def _mine(task: str) -> str:
    return f"{task} @ {platform.node()}/{os.getpid()}"
