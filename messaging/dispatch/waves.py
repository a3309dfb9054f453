"""Waves on the wire, counted in the database and noted in the broker.

PostgreSQL replays its log in order: a copy that has the last wave of every process has all that was
committed before them. So a promoted copy that lacks none of the noted waves has lost nothing that
reached a gateway.
"""

from __future__ import annotations

import logging
import os
import uuid
from datetime import datetime, timedelta
from functools import cache

import redis
from django.conf import settings

from messaging.models import Sender

log = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 0.5
NOTED_FOR = timedelta(days=7)
KEPT_FOR = timedelta(days=30)

RAISE = """
INSERT INTO messaging_sender AS s (id, waves, at) VALUES (%(sender)s, 1, %(now)s)
ON CONFLICT (id) DO UPDATE SET waves = s.waves + 1, at = excluded.at
RETURNING waves, (SELECT origin FROM messaging_watermark)
"""
"""Within the commit that puts a wave on the wire."""

_KEY = "huancui:wave:{origin}:{sender}"
_remembered: dict[str, int] = {}


def sender() -> uuid.UUID:
    """This process; a forked one is another."""
    return _of_process(os.getpid())


def note(waves: int, origin: uuid.UUID | None) -> None:
    """What `RAISE` returned, after the commit and before the gateway is called; without a broker
    the process itself remembers it. `origin` None: nothing was dispatched yet (tests, probes)."""
    if origin is None:
        return
    key = _KEY.format(origin=origin, sender=sender())
    _remembered[key] = waves
    try:
        _broker(settings.REDIS_URL).set(key, waves, ex=NOTED_FOR)
    except redis.RedisError as error:
        log.warning("the broker keeps no wave now: %s", type(error).__name__)


def lost(origin: uuid.UUID) -> int | None:
    """How many processes have noted a wave that this database lacks; None when nobody can tell,
    for want of a broker or of anything noted in it."""
    try:
        noted = {**_noted(origin), **_remembered_of(origin)}
    except redis.RedisError as error:
        log.warning("the broker tells no waves now: %s", type(error).__name__)
        return None
    if not noted:
        return None
    there = {str(pk): waves for pk, waves in Sender.objects.values_list("pk", "waves")}
    return sum(there.get(sender, 0) < waves for sender, waves in noted.items())


def forget(*, now: datetime) -> None:
    """Processes that ended long ago."""
    Sender.objects.filter(at__lt=now - KEPT_FOR).delete()


def _noted(origin: uuid.UUID) -> dict[str, int]:
    broker = _broker(settings.REDIS_URL)
    keys = list(broker.scan_iter(match=_KEY.format(origin=origin, sender="*"), count=1000))
    return {
        key.decode().rpartition(":")[2]: int(value)
        for key in keys
        if (value := broker.get(key)) is not None
    }


def _remembered_of(origin: uuid.UUID) -> dict[str, int]:
    ours = _KEY.format(origin=origin, sender="")
    return {
        key.removeprefix(ours): waves for key, waves in _remembered.items() if key.startswith(ours)
    }


@cache
def _of_process(_pid: int) -> uuid.UUID:
    return uuid.uuid4()


@cache
def _broker(url: str) -> redis.Redis:
    seconds = ANSWER_WITHIN_SECONDS
    return redis.Redis.from_url(url, socket_timeout=seconds, socket_connect_timeout=seconds)
