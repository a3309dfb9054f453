"""How likely a call is answered now, by the hour where the customer is and by what came of earlier
calls to them. Pure.

Counted, not modelled: what was answered of all calls, of those at this hour, of those to customers
with such a history, and of those with both; each shrunken towards the one before, so that a few
calls move little. People decide whom they call; this says only in which order the list stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

BAND_HOURS = 2
"""Hours of the day that are counted together."""
FEWEST = 200
"""Calls in all below which no order is learned."""
PRIOR = 30
"""As many calls as what is shrunken towards counts for. Our own proposal."""
STEPS = 18
"""Chances are told apart in so many steps: a finer order would promise more than it knows."""


class History(StrEnum):
    """What came of the calls to this customer before."""

    NEW = "new"
    ANSWERED = "answered"
    MISSED = "missed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Count:
    """Calls, and how many of them somebody answered."""

    calls: int = 0
    answered: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.calls + other.calls, self.answered + other.answered)

    def towards(self, rate: float) -> float:
        return (self.answered + PRIOR * rate) / (self.calls + PRIOR)


Counts = Mapping[tuple[History, int], Count]
"""By history and band of hours (0 to 11)."""


class Chances:
    """What is to be expected of a call, from what came of others."""

    def __init__(self, counts: Counts) -> None:
        self._counts = counts
        self._all = sum(counts.values(), Count())
        self._rate = (self._all.answered + 1) / (self._all.calls + 2)
        self._of_history = {
            each: self._sum(history=each).towards(self._rate) - self._rate for each in History
        }
        self._of_band = {
            band: self._sum(band=band).towards(self._rate) - self._rate
            for band in range(24 // BAND_HOURS)
        }

    @property
    def known(self) -> bool:
        """Whether enough calls were made to say anything."""
        return self._all.calls >= FEWEST

    def of(self, history: History, hour: int) -> float:
        """Between 0 and 1; `hour` of the day where the customer is."""
        band = hour // BAND_HOURS
        expected = self._rate + self._of_history[history] + self._of_band[band]
        expected = min(max(expected, 0.01), 0.99)
        return self._counts.get((history, band), Count()).towards(expected)

    def _sum(self, *, history: History | None = None, band: int | None = None) -> Count:
        chosen = (
            count
            for (of, at), count in self._counts.items()
            if history in (None, of) and band in (None, at)
        )
        return sum(chosen, Count())


FIRST, LAST = 0, STEPS + 1
"""Turns: of what waits for no better hour, and of who surely does not answer."""


def turn_of(chance: float) -> int:
    """From 1 (surely answered) to LAST (surely not)."""
    return LAST - round(chance * STEPS)


def tenths_of(turn: int) -> int:
    """How many of ten such calls are answered, as far as the turn tells."""
    return round((LAST - turn) / STEPS * 10)
