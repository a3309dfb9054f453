"""How many calls a key may make: counted a minute in the cache that all processes share.

A cache that does not answer lets calls through: the limit keeps us from being busy for one caller,
and guards nothing else.
"""

from __future__ import annotations

import logging

from django.core.cache import cache
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

SECONDS = 60
MOST_WRONG = 60
"""Calls without a right key from one network, in a minute."""


def is_too_many(what: str, most: int, *, machine: float) -> bool:
    """Count one more; whether that is more than `most` in this minute. `machine`: seconds."""
    place = f"api:{what}:{int(machine // SECONDS)}"
    try:
        cache.add(place, 0, timeout=2 * SECONDS)
        return bool(cache.incr(place) > most)
    except (RedisError, ValueError) as error:
        log.warning("calls are not counted: %s", type(error).__name__)
        return False


def were_too_many(what: str, most: int, *, machine: float) -> bool:
    """The same without counting."""
    try:
        return bool((cache.get(f"api:{what}:{int(machine // SECONDS)}") or 0) >= most)
    except RedisError:
        return False


def seconds_left(*, machine: float) -> int:
    """Until the next minute begins."""
    return SECONDS - int(machine) % SECONDS
