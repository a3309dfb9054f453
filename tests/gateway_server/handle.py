"""For tests: a reference server in a process of its own, commands to it, its log."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.gateway_server import journal

REPOSITORY = Path(__file__).resolve().parents[2]
SECRET_VARIABLE = "HUANCUI_GATEWAY_SERVER_SECRET"
TEST_SECRET = "test-secret-of-32-bytes-in-ascii"


class GatewayServer:
    """A running one."""

    def __init__(self, process: subprocess.Popen[str], url: str, log: Path) -> None:
        self.process, self.url, self.log = process, url, log

    @property
    def port(self) -> int:
        return int(self.url.rsplit(":", 1)[1])

    def control(self, **wanted: Any) -> dict[str, Any]:
        """Tell it what to do (gateway.py, faults.py, outbound.py); its counts."""
        request = urllib.request.Request(
            f"{self.url}/control", data=json.dumps(wanted).encode() if wanted else None
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            counts: dict[str, Any] = json.load(answer)
        return counts

    def messages(self) -> list[dict[str, Any]]:
        """What it read, in order."""
        return journal.read(self.log, "message")

    def replies(self) -> list[dict[str, Any]]:
        """What it sent as a customer's answer, and when the webhook said 200."""
        return journal.read(self.log, "reply")

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(timeout=10)


def start_server(log: Path, *, port: int = 0, seed: int = 0) -> GatewayServer:
    """Start one; it is ready when this returns."""
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.gateway_server", "--port", str(port)),
            *("--log", str(log), "--seed", str(seed)),
        ],
        cwd=REPOSITORY,
        env={SECRET_VARIABLE: TEST_SECRET, **os.environ},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    url = process.stdout.readline().strip()
    if not url:
        raise RuntimeError("the reference server did not start")
    return GatewayServer(process, url, log)


@contextmanager
def running_server(log: Path, *, port: int = 0, seed: int = 0) -> Iterator[GatewayServer]:
    """One for the length of a test."""
    server = start_server(log, port=port, seed=seed)
    try:
        yield server
    finally:
        server.stop()
