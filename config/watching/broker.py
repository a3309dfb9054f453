"""Whether the broker can be used: it answers, takes what is written, and forgets nothing of it."""

from __future__ import annotations

import redis
from django.conf import settings

ANSWER_WITHIN_SECONDS = 2.0
UNREACHABLE, FULL, READ_ONLY, REFUSES = "unreachable", "full", "read-only", "refuses"
_PROBE = "huancui:probe"


def trouble() -> str:
    """Why no task comes through it; "" where they do. A broker that answers a greeting may have no
    memory left, no disk, or be a copy."""
    try:
        with connected() as broker:
            broker.set(_PROBE, 1, ex=60)
    except redis.exceptions.OutOfMemoryError:
        return FULL
    except redis.exceptions.ReadOnlyError:
        return READ_ONLY
    except (redis.ConnectionError, redis.TimeoutError, OSError):
        return UNREACHABLE
    except redis.RedisError:
        return REFUSES
    return ""


def forgets() -> str:
    """Under which rule it drops what has no end of its own: tasks, and the marks by which a
    database that was put back is known; "" where it keeps them."""
    try:
        with connected() as broker:
            memory = broker.info("memory")
    except (redis.RedisError, OSError):
        return ""  # it does not say, or not now
    policy = str(memory.get("maxmemory_policy", ""))
    return policy if policy.startswith("allkeys") and memory.get("maxmemory") else ""


def connected() -> redis.Redis:
    """To be used by `with`, for one look."""
    return redis.Redis.from_url(
        settings.REDIS_URL,
        socket_timeout=ANSWER_WITHIN_SECONDS,
        socket_connect_timeout=ANSWER_WITHIN_SECONDS,
    )
