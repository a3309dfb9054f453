"""Calls of many callers, worked together by one thread.

While one batch is worked the next gathers by itself, so the busier the door the larger its batches.
A caller is answered when its batch is over: what is answered with 200 is kept.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

log = logging.getLogger(__name__)

AT_ONCE = 500
GATHERS_SECONDS = 0.005
"""A batch is begun this long after its first call came: a busy smsbox sends dozens meanwhile."""

KEPT, COME_AGAIN = 200, 503


@dataclass(frozen=True, slots=True)
class Asked:
    """One call. `answer` is given the status, in the working thread."""

    path: str = field(repr=False)
    query: str = field(repr=False)
    answer: Callable[[int], None] = field(repr=False)


Work = Callable[[Sequence[Asked]], Sequence[int]]
"""A status for each call, in order."""


class Collector:
    """One working thread."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._waiting: list[Asked] = []
        self._news = threading.Condition()
        self._over = False
        self._thread = threading.Thread(target=self._run, name="receipts", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """What waits is worked first."""
        with self._news:
            self._over = True
            self._news.notify()
        self._thread.join(timeout=10)

    def take(self, asked: Asked) -> None:
        with self._news:
            self._waiting.append(asked)
            if len(self._waiting) in (1, AT_ONCE):
                self._news.notify()

    def _run(self) -> None:
        while batch := self._next():
            for asked, status in zip(batch, self._statuses(batch), strict=True):
                asked.answer(status)

    def _next(self) -> list[Asked]:
        with self._news:
            while not self._waiting and not self._over:
                self._news.wait()
            self._news.wait_for(
                lambda: self._over or len(self._waiting) >= AT_ONCE, GATHERS_SECONDS
            )
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            return batch

    def _statuses(self, batch: Sequence[Asked]) -> Sequence[int]:
        try:
            return self._work(batch)
        except Exception as error:
            log.error("%d receipts were not kept: %s", len(batch), type(error).__name__)
            return [COME_AGAIN] * len(batch)
