"""How far a file is: kept beside the database, whose transaction shows nothing until it ends."""

from contextlib import suppress
from dataclasses import dataclass

import redis
from django.core.cache import cache

KEPT_SECONDS = 3600


@dataclass(frozen=True, slots=True)
class Progress:
    """Rows read so far, and the share of the file behind them (None: not known)."""

    rows: int
    share: float | None

    @property
    def percent(self) -> int | None:
        return None if self.share is None else min(99, int(self.share * 100))


def report(import_id: int, progress: Progress) -> None:
    """Nothing depends on this: an import goes on when the cache is away."""
    with suppress(redis.RedisError):
        cache.set(f"intake:progress:{import_id}", (progress.rows, progress.share), KEPT_SECONDS)


def forget(import_id: int) -> None:
    """Before a new piece of work: what is shown is never another's."""
    with suppress(redis.RedisError):
        cache.delete(f"intake:progress:{import_id}")


def of(import_id: int) -> Progress | None:
    with suppress(redis.RedisError):
        if told := cache.get(f"intake:progress:{import_id}"):
            return Progress(*told)
    return None
