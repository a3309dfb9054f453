"""How much may be on the wire at once: what an emergency stop comes too late for."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import issue
from tests.make_outbox import FixedClock


class Taking(Driver):
    """Takes everything, each call in `seconds`."""

    def __init__(
        self, clock: FixedClock, *, seconds: float, call_size: int, rate: int = 100_000
    ) -> None:
        super().__init__(
            clock=clock.clock,
            capabilities=Capabilities(
                call_size=call_size,
                rate_per_second=rate,
                connections=1,
                receipts=True,
                query=False,
                content_classes=frozenset(),
            ),
        )
        self._fixed, self._seconds = clock, seconds

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        self._fixed.passes(self._seconds)
        return [Outcome(out.message_id, Result.ACCEPTED) for out in call]

    def takes_some(self) -> None:
        end = self._fixed.wall + timedelta(hours=1)
        permit = issue(window_end=end, timeout_seconds=2, clock=self._fixed.clock)
        self.send([Outgoing(n, "+8614100000001", "…", end) for n in range(1, 9)], permit)


@pytest.mark.parametrize(
    ("seconds", "size"), [(0.001, 200), (0.01, 50), (0.1, 5), (0.5, 1), (3.0, 1)]
)
def test_a_wave_of_small_calls_is_half_a_second_of_them(
    now: datetime, seconds: float, size: int
) -> None:
    driver = Taking(FixedClock(now), seconds=seconds, call_size=1)
    driver.takes_some()
    assert driver.wave_size == pytest.approx(size, abs=1)


def test_a_wave_of_large_calls_is_one_round_of_them(now: datetime) -> None:
    driver = Taking(FixedClock(now), seconds=3.0, call_size=500)
    driver.takes_some()
    assert driver.wave_size == 500


def test_a_gateway_never_called_is_given_little(now: datetime) -> None:
    assert Taking(FixedClock(now), seconds=0.001, call_size=1).wave_size == 4


def test_a_wave_is_never_more_than_a_quarter_second_of_the_rate(now: datetime) -> None:
    driver = Taking(FixedClock(now), seconds=0.001, call_size=1, rate=100)
    driver.takes_some()
    assert driver.wave_size == 25
