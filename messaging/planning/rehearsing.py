"""A rehearsal that was asked for: carried out by a worker, kept in the cache for a day.

It is no record of anything: who wants one anew asks again.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from typing import Any

import redis
from django.core.cache import cache

from accounts.models import Lender
from messaging.models.in_force import NothingInForce
from messaging.planning.rehearsal import pending, rehearse

log = logging.getLogger(__name__)

KEPT_SECONDS = 24 * 3600
WAITING, WORKING, DONE, FAILED = "waiting", "working", "done", "failed"


def ask(lender: Lender, *, now: datetime) -> None:
    """Note that one is wanted; `work` carries it out."""
    _tell(lender.pk, {"state": WAITING, "at": now.isoformat()})


def of(lender: Lender) -> dict[str, Any] | None:
    """`state`, `at`; while it works, `customers` behind it; done, its `funnel` and what was
    `pending` (kind and id); failed, `why`. None: nobody asked, or the cache is away."""
    with suppress(redis.RedisError):
        told: dict[str, Any] | None = cache.get(_key(lender.pk))
        return told
    return None


def work(lender_id: int, *, clock: Callable[[], datetime]) -> None:
    """Once for everybody who asked."""
    lender = Lender.objects.get(pk=lender_id)
    now = clock()
    at = {"at": now.isoformat()}
    waiting = [[each._meta.model_name, each.pk] for each in pending(lender).versions]
    try:
        funnel = rehearse(
            lender,
            now,
            lambda number: _tell(lender_id, {"state": WORKING, "customers": number, **at}),
        )
    except NothingInForce as error:
        _tell(lender_id, {"state": FAILED, "why": str(error), **at})
        return
    except Exception as error:
        log.exception("rehearsal of lender %s failed", lender_id)
        _tell(lender_id, {"state": FAILED, "why": type(error).__name__, **at})
        raise
    _tell(lender_id, {"state": DONE, "funnel": funnel, "pending": waiting, **at})


def _tell(lender_id: int, said: dict[str, Any]) -> None:
    with suppress(redis.RedisError):
        cache.set(_key(lender_id), said, timeout=KEPT_SECONDS)


def _key(lender_id: int) -> str:
    return f"rehearsal:{lender_id}"
