"""The gateway of a world: the reference server, counting what it reads and failing on command."""

from __future__ import annotations

import os
import signal
import socket
import urllib.error
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.gateway_server.handle import SECRET_VARIABLE, TEST_SECRET, GatewayServer, start_server

DRIVER = "batch_http"


@dataclass(frozen=True)
class Line:
    """One message the gateway read, by the machine's clock.

    `may_have_left`: it said nothing clear about it, or took it; only "not now" leaves a message
    free to be handed over again. `taken`: a handset got it.
    """

    message_id: int
    at: float
    to: str
    not_after: datetime
    may_have_left: bool
    taken: bool
    gateway: str
    request: tuple[str, int]


class GatewayProcess:
    """Starts the server, tells it how to fail, kills and stalls it, reads its log."""

    credentials_ref = f"env:{SECRET_VARIABLE}"
    environ = {SECRET_VARIABLE: TEST_SECRET}

    def __init__(self, code: str, log: Path) -> None:
        self.code = code
        self.log = log
        self._tells: dict[str, Any] = {}
        self._server: GatewayServer = start_server(log)
        self._port = self._server.port

    @property
    def settings(self) -> dict[str, Any]:
        return {"url": self._server.url, "call_size": 10, "connections": 2}

    def next_calls(self, faults: Sequence[str]) -> None:
        """What the coming requests meet, one after the other."""
        self._control(next=list(faults))

    def calls_to_come(self) -> int:
        """How many of those faults no request has met yet."""
        return int(self._control().get("next", 0))

    def always(self, **plan: dict[str, Any]) -> None:
        """Faults by probability; none: it works."""
        self._control(faults=plan)

    def _control(self, **wanted: Any) -> dict[str, Any]:
        try:
            return self._server.control(**wanted)
        except (urllib.error.URLError, OSError):
            return {}  # it is down: nothing to tell

    def knows_doors(self, receipts: str, replies: str, figures: dict[str, Any]) -> None:
        """Where to bring receipts, how late and how often, and customers' replies."""
        self._tells = {"webhook": {"receipts": receipts, "replies": replies}, "receipts": figures}
        self._control(**self._tells)

    def brings_reply(self, sender: str, text: str) -> None:
        self._control(reply={"from": sender, "text": text})

    def replies(self) -> list[dict[str, Any]]:
        """What it brought, with `answered_at` and `status` of the webhook's answer."""
        return self._server.replies()

    def goes_down(self) -> None:
        self._server.process.kill()
        self._server.process.wait()

    def comes_up(self) -> None:
        """Where it was, and it remembers what it took."""
        self._server = start_server(self.log, port=self._port)
        self._control(**self._tells)

    def stalls(self) -> None:
        os.kill(self._server.process.pid, signal.SIGSTOP)

    def goes_on(self) -> None:
        os.kill(self._server.process.pid, signal.SIGCONT)

    def stop(self) -> None:
        self.goes_down()

    def lines(self) -> list[Line]:
        return [self._line(said) for said in self._server.messages()]

    def _line(self, said: dict[str, Any]) -> Line:
        return Line(
            message_id=int(said["id"]),
            at=said["at"],
            to=said["to"],
            not_after=datetime.fromisoformat(said["not_after"]),
            may_have_left=said["answered"] != "retry",
            taken=said["taken"],
            gateway=self.code,
            request=(self.code, said["n"]),
        )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
