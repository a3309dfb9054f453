"""Carriers of every channel in this process: they log what they are given, and fail on command."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from messaging.gateways.base import Capabilities, Driver, NotSent, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.gateways.registry import drivers
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway

MODES = ("down", "rejects", "answer lost", "call lost")
"""down: the call never gets there. rejects: for good. answer lost: taken, and nobody hears of it.
call lost: not taken, and nobody hears of that either."""


@dataclass(frozen=True)
class Line:
    """A message as a carrier read it. `place` orders all that happens in the walk; `at` is the
    walk's own time. `arrived`: the carrier has it."""

    place: int
    at: datetime
    channel: str
    message_id: int
    not_after: datetime
    arrived: bool


@dataclass
class Carriers:
    """`mode` by channel; `log` of everything that was read; `places` counts what happens."""

    mode: dict[str, str] = field(default_factory=dict)
    log: list[Line] = field(default_factory=list)
    _places: Iterator[int] = field(default_factory=itertools.count)
    _lock: Any = field(default_factory=threading.Lock)

    def place(self) -> int:
        with self._lock:
            return next(self._places)

    def read(self, channel: str, out: Outgoing, at: datetime, *, arrived: bool) -> None:
        line = Line(self.place(), at, channel, out.message_id, out.not_after, arrived)
        with self._lock:
            self.log.append(line)

    def install(self, monkeypatch: Any) -> None:
        """In place of the sandbox's own drivers."""
        drivers.forget()
        for code, channel in (
            ("sandbox", "sms"),
            ("sandbox_email", "email"),
            ("sandbox_push", "push"),
            ("sandbox_wechat", "wechat"),
        ):
            made = self._driver(channel)
            monkeypatch.setitem(
                PROVIDERS, code, replace(PROVIDERS[code], driver=made, keeps_driver=False)
            )

    def _driver(self, channel: str) -> Any:
        def of_gateway(gateway: Gateway, clock: Clock) -> _Carrier:
            return _Carrier(self, channel, gateway, clock)

        return of_gateway


class _Carrier(Driver):
    def __init__(self, carriers: Carriers, channel: str, gateway: Gateway, clock: Clock) -> None:
        super().__init__(
            clock=clock,
            capabilities=Capabilities(
                call_size=3,
                rate_per_second=gateway.rate_per_second,
                connections=1,
                receipts=True,
                query=True,
                content_classes=frozenset(gateway.content_classes),
            ),
        )
        self._carriers, self._channel = carriers, channel

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        mode = self._carriers.mode.get(self._channel, "up")
        if mode == "down":
            raise NotSent("connect_refused")
        for out in call:
            arrived = mode in ("up", "answer lost")
            self._carriers.read(self._channel, out, self.clock.now(), arrived=arrived)
        if mode == "rejects":
            return [Outcome(out.message_id, Result.REFUSED, "rejected") for out in call]
        if mode != "up":
            raise TimeoutError(mode)
        return [_taken(out.message_id) for out in call]

    def ask(self, message_ids: Sequence[int]) -> list[Outcome]:
        has = {line.message_id for line in self._carriers.log if line.arrived}
        return [
            _taken(pk) if pk in has else Outcome(pk, Result.REFUSED, "never_arrived")
            for pk in message_ids
        ]


def _taken(message_id: int) -> Outcome:
    return Outcome(message_id, Result.ACCEPTED, "", str(message_id))
