"""Workers and beats of a world, forked by the nursery, killed and stalled by the test."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.config.embedded_help import REPOSITORY
from tests.faults.nursery import AS_THE_PRODUCT

READY_SECONDS = 60.0


class Processes:
    """Talks to the nursery; must be used from the main thread."""

    def __init__(self, environ: Mapping[str, str], home: Path) -> None:
        self._nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.nursery"],
            cwd=REPOSITORY,
            env=dict(environ),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=(home / "logs" / "nursery.log").open("ab"),
            text=True,
            start_new_session=True,
        )
        assert self._nursery.stdout is not None
        assert self._nursery.stdout.readline() == "ready\n", "the nursery did not come up"
        self._home = home

    def worker(
        self,
        name: str,
        *,
        children: int = 2,
        queues: str = "send,default",
        as_the_product: bool = False,
    ) -> None:
        argv = [AS_THE_PRODUCT] if as_the_product else []
        argv += ["worker", f"--hostname={name}@faults", f"--concurrency={children}"]
        argv += [f"--queues={queues}", "--loglevel=INFO", "--without-mingle", "--without-gossip"]
        self._say(start=name, argv=argv)

    def beat(self, name: str, *, as_the_product: bool = False) -> None:
        schedule = self._home / f"schedule-{name}"
        argv = [AS_THE_PRODUCT] if as_the_product else []
        argv += ["beat", f"--schedule={schedule}", "--pidfile=", "--loglevel=WARNING"]
        self._say(start=name, argv=argv)

    def web(self, port: int, *, workers: int = 1) -> None:
        self._say(start="web", argv=["web", str(port), str(workers)])

    def forget(self, name: str) -> None:
        self._say(forget=name)

    def signal(self, name: str, number: signal.Signals, *, group: bool = False) -> None:
        self._say(kill=name, signal=int(number), group=group)

    def children_of(self, name: str) -> list[int]:
        """The pool of a worker."""
        pid = self.tend()[name]
        try:
            said = Path(f"/proc/{pid}/task/{pid}/children").read_text()
        except FileNotFoundError:
            return []
        return [int(child) for child in said.split()]

    def cpu_seconds(self, name: str) -> float:
        """What the children of a process have used so far, the dead ones not counted."""
        return sum(_cpu_seconds(pid) for pid in self.children_of(name))

    def tend(self) -> dict[str, int]:
        """Start again what ended; pids by name."""
        pids: dict[str, int] = self._say(tend=True)["pids"]
        return pids

    def stop(self) -> None:
        """All of it, at once: orphans of killed workers too."""
        self._nursery.kill()
        self._nursery.wait()
        while left := self.all():
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            time.sleep(0.05)

    def all(self) -> list[int]:
        """Every living process of this world, those nobody knows by name too."""
        mark = f"FAULTS_WORLD={self._home}".encode()
        return [pid for pid in _processes() if mark in _environ_of(pid)]

    def _say(self, **command: Any) -> Any:
        assert self._nursery.stdin is not None
        assert self._nursery.stdout is not None
        self._nursery.stdin.write(json.dumps(command) + "\n")
        self._nursery.stdin.flush()
        answer = json.loads(self._nursery.stdout.readline())
        if "error" in answer:
            raise RuntimeError(answer["error"])
        return answer["ok"]


def _processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdigit()]


def _environ_of(pid: int) -> list[bytes]:
    """Empty for those that are gone, already dead, or not ours to look into."""
    try:
        return Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _cpu_seconds(pid: int) -> float:
    try:
        said = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")  # utime and stime, proc(5)


def is_stopped(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "T"
    except OSError:
        return False
