"""A delivery report of Kannel at the door of its own (`manage.py receipts_door`): processor time of
that process, each report on a connection of its own, as Kannel brings them."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from messaging.gateways.kannel.token import token_for
from messaging.models import InboundRequest
from tests import make_outbox
from tests.benchmarks import child, database
from tests.benchmarks.measuring import Measure, measured, must_be

REPORTS = 10_000
AT_ONCE = 32
AT_MOST_MS = 1.0
CODE = "kannel"
TICKS = os.sysconf("SC_CLK_TCK")


def measure(source: str) -> Measure:
    with database.copy(source):
        make_outbox.gateway(code=CODE, driver="kannel", settings={"url": "http://127.0.0.1:13013"})
        with _running() as (door, port):
            asyncio.run(_report(port, range(AT_ONCE)))  # as it stands after its first reports
            used = _cpu_seconds(door)
            with measured() as watch:
                asyncio.run(_report(port, range(AT_ONCE, REPORTS + AT_ONCE)))
            cpu = (_cpu_seconds(door) - used) * 1000 / REPORTS
        must_be("reports kept", InboundRequest.objects.count(), REPORTS + AT_ONCE)
    facts = {"cpu_ms": round(cpu, 3), "at_most": AT_MOST_MS}
    return Measure("reports at Kannel's door", REPORTS, watch.seconds, facts=facts)


@contextmanager
def _running() -> Iterator[tuple[int, int]]:
    """Its process id, and its port."""
    command = [sys.executable, "manage.py", "receipts_door", "--port", "0"]
    door = subprocess.Popen(command, env=child._environ(), stdout=subprocess.PIPE, text=True)
    try:
        assert door.stdout is not None
        yield door.pid, int(urlsplit(door.stdout.readline().strip()).port or 0)
    finally:
        door.terminate()
        door.wait(30)


async def _report(port: int, ids: range) -> None:
    left = iter(ids)

    async def bring() -> None:
        for message_id in left:
            said = {"m": message_id, "t": token_for(CODE, message_id), "d": "1", "i": "x"}
            reader, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.write(
                f"GET /gateways/{CODE}/receipts/?{urlencode(said)} HTTP/1.1\r\nHost: door\r\n"
                "Connection: close\r\n\r\n".encode()
            )
            answer = await reader.read()
            must_be("answer", answer.partition(b"\r\n")[0], b"HTTP/1.1 200 OK")
            writer.close()

    await asyncio.gather(*(bring() for _n in range(AT_ONCE)))


def _cpu_seconds(pid: int) -> float:
    """Of all its threads, in the processor and in the kernel."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS
