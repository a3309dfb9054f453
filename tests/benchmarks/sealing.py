"""What the sealer costs beside the send whose rows it seals, in CPU: of us and of the database.

Wall time tells little where other work shares the cores. The database's share is read from its
processes, so this runs against the embedded server, on this machine.
"""

from __future__ import annotations

import os
import time
from pathlib import Path

from accounts.chain import sealer
from messaging.models import Run
from tests.benchmarks import database, sending, world
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.server import Server

AT_MOST = 0.03
_TICKS = os.sysconf("SC_CLK_TCK")


def measure(source: str, server: Server, *, call_size: int, connections: int) -> Measure:
    """The send of a run, then the rounds of the sealer over all that it wrote."""
    with database.copy(source):
        count = world.release(Run.objects.get())
        while sealer.seal().rows:
            pass  # what was there before the send
        database.ask("SELECT pg_stat_force_next_flush()")
        before = _of_database()
        seconds, done = sending.send(count, server, call_size, connections, workers=2)
        spent = _of_database() - before + sum(each.cpu_seconds for each in done)
        before, ours, begun = _of_database(), time.process_time(), time.monotonic()
        rows = 0
        while sealed := sealer.seal().rows:
            rows += sealed
        took = time.monotonic() - begun
        cost = _of_database() - before + time.process_time() - ours
        must_be("something sealed", rows >= count, True)
    return Measure(
        f"seal what a send wrote, {call_size} a request",
        rows,
        took,
        facts={
            "send_seconds": seconds,
            "send_cpu": spent,
            "seal_cpu": cost,
            "share": cost / spent,
            "at_most": AT_MOST,
        },
    )


def _of_database() -> float:
    """CPU seconds of all processes of the server there are and were, its ended children too."""
    backend = database.ask("SELECT pg_backend_pid()")[0][0]
    postmaster = int(Path(f"/proc/{backend}/stat").read_text().rpartition(")")[2].split()[1])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    used = sum(_ticks(int(child))[0] for child in children)
    own, ended = _ticks(postmaster)
    return (used + own + ended) / _TICKS


def _ticks(pid: int) -> tuple[int, int]:
    """Of a process, and of the children it has waited for."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except FileNotFoundError:
        return 0, 0
    return int(fields[11]) + int(fields[12]), int(fields[13]) + int(fields[14])
