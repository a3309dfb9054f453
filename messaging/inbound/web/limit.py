"""Who was refused again and again is not looked up again for a while: no query, no signature.

Counted in the memory of each process, so that nothing has to be asked. By gateway as well as by
caller: an adapter that signs one gateway's calls wrongly does not shut out the other's opt-outs.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable

SECONDS = 60
MOST_FOR_A_GATEWAY = 60
MOST_OF_A_CALLER = 600
MOST_REMEMBERED = 10_000
"""Counters; whoever has more addresses than that makes us forget, and is nothing worse for it."""


class Refusals:
    """Refused calls of the last minute, by caller and by caller and gateway."""

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._counted: dict[Hashable, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def are_too_many(self, caller: str, code: str) -> bool:
        return (
            self._count((caller, code)) >= MOST_FOR_A_GATEWAY
            or self._count(caller) >= MOST_OF_A_CALLER
        )

    def note(self, caller: str, code: str) -> None:
        with self._lock:
            if len(self._counted) >= MOST_REMEMBERED:
                self._counted.clear()
            for key in (caller, (caller, code)):
                count = self._count(key)
                begun = self._counted[key][0] if count else self._now()
                self._counted[key] = (begun, count + 1)

    def forget(self) -> None:
        with self._lock:
            self._counted.clear()

    def _count(self, key: Hashable) -> int:
        begun, count = self._counted.get(key, (0.0, 0))
        return count if count and self._now() - begun < SECONDS else 0


refusals = Refusals()
