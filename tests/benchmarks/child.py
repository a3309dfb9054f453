"""Work in a process of its own, so that its time, processor seconds and memory are its own.

`python -m tests.benchmarks.child WORK JSON` waits for a line, works, and prints what it found.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.benchmarks.figures import MORE_SECRETS, SECRET, SECRET_VARIABLE, WECHAT_SECRET

KILOBYTES_PER_MB = 1024


@dataclass(frozen=True, slots=True)
class Done:
    """`begun` and `ended` on the system's monotonic clock; `found` is what the work returned."""

    begun: float
    ended: float
    cpu_seconds: float
    memory_mb: int
    found: Any

    @property
    def seconds(self) -> float:
        return self.ended - self.begun


class Child:
    """A process that has everything loaded and waits for `go`."""

    def __init__(self, work: str, **arguments: Any) -> None:
        command = [sys.executable, "-m", __name__, work, json.dumps(arguments)]
        self._process = subprocess.Popen(
            command, env=_environ(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self._line()

    def go(self) -> None:
        self._process.stdin.write("\n")  # type: ignore[union-attr]
        self._process.stdin.flush()  # type: ignore[union-attr]

    def done(self) -> Done:
        """Wait for the end of it."""
        found = json.loads(self._line())
        self._process.wait()
        return Done(*found)

    def _line(self) -> str:
        line: str = self._process.stdout.readline()  # type: ignore[union-attr]
        if not line:
            raise SystemExit(f"a process of the benchmark ended: {self._process.wait()}")
        return line


def run(work: str, **arguments: Any) -> Done:
    """One child from go to end."""
    child = Child(work, **arguments)
    child.go()
    return child.done()


def together(children: Sequence[Child]) -> tuple[float, list[Done]]:
    """Seconds from the first that begins to the last that ends."""
    for child in children:
        child.go()
    all_done = [child.done() for child in children]
    return max(d.ended for d in all_done) - min(d.begun for d in all_done), all_done


def _environ() -> dict[str, str]:
    """The same keys and the database the connection is in, as production: the sandbox is sealed."""
    from django.conf import settings

    from config.embedded import addresses
    from tests.benchmarks import database

    return {
        **os.environ,
        "DATABASE_URL": database.url(),
        "HUANCUI_WORKER_DATABASE_URL": addresses.of_kind(database.url(), "worker"),
        "HUANCUI_WEB_DATABASE_URL": addresses.of_kind(database.url(), "web"),
        "REDIS_URL": settings.REDIS_URL,
        "HUANCUI_MODE": "production",
        "HUANCUI_HOSTS": "localhost",
        "HUANCUI_CLAMD": "none",
        "HUANCUI_DISKS": "encrypted",
        "HUANCUI_OUTGOING_HOSTS": "127.0.0.1,localhost",
        "HUANCUI_OUTGOING_NETWORKS": "127.0.0.0/8,::1/128",
        "HUANCUI_DATA": str(settings.DATA_DIR),
        "HUANCUI_SECRET_KEY": settings.SECRET_KEY,
        "HUANCUI_FIELD_KEYS": settings.FIELD_KEYS,
        "HUANCUI_INDEX_KEY": settings.INDEX_KEY,
        "HUANCUI_SUPPRESSION_KEY": settings.SUPPRESSION_KEY,
        "HUANCUI_SEAL_KEYS": settings.SEAL_KEYS,
        SECRET_VARIABLE: SECRET,
        MORE_SECRETS["wechat"]: WECHAT_SECRET,
    }


def most_memory_mb() -> int:
    """The most this process has held. (What `getrusage` tells begins with its parent's.)"""
    kept = re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(kept[1]) // KILOBYTES_PER_MB if kept else 0


def main() -> None:
    import django

    django.setup()
    from config.processes import gc_tuning
    from messaging.content import review
    from tests.benchmarks import work

    review.make_ready()  # as workers do before they fork
    do = getattr(work, sys.argv[1])
    arguments = json.loads(sys.argv[2])
    gc_tuning.freeze()
    print("ready", flush=True)
    sys.stdin.readline()
    begun, used = time.monotonic(), time.process_time()
    found = do(**arguments)
    ended = time.monotonic()
    memory = most_memory_mb()
    cpu = time.process_time() - used
    print(json.dumps([begun, ended, cpu, memory, found]), flush=True)


if __name__ == "__main__":
    main()
