"""Starting, killing and looking for real processes."""

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 60.0


@dataclass
class Holder:
    """A running `embedded_holder` and what it said when ready."""

    process: subprocess.Popen[str]
    database_url: str
    redis_url: str
    pids: dict[str, int]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()

    def restart(self, name: str) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(f"{name}\n")
        self.process.stdin.flush()
        assert json.loads(self.process.stdout.readline()) == {"restarted": name}


def start_holder(folder: Path, **environ: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "tests.config.embedded_holder", str(folder)],
        cwd=REPOSITORY,
        env={**os.environ, **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@contextlib.contextmanager
def holding(folder: Path, **environ: str) -> Iterator[Holder]:
    """Servers of `folder` up and running; on the way out they are stopped and gone."""
    process = start_holder(folder, **environ)
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        line = process.stdout.readline()
        assert line, process.stderr.read()
        said: dict[str, Any] = json.loads(line)
        yield Holder(process=process, **said)
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        process.communicate(timeout=PATIENCE_SECONDS)
        wait_until(lambda: not processes_of(folder))


def refusal(folder: Path, **environ: str) -> str:
    """What a start that must fail says."""
    process = start_holder(folder, **environ)
    out, said = process.communicate(timeout=60)
    assert process.returncode == 1, out
    return said


def processes_of(folder: Path) -> list[int]:
    """Every living process that names `folder` in its command line or works inside it."""
    found = []
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit() or int(entry.name) == os.getpid():
            continue
        with contextlib.suppress(OSError):
            command = (entry / "cmdline").read_bytes()
            where = os.readlink(entry / "cwd")
            if os.fsencode(folder) in command or where.startswith(str(folder)):
                found.append(int(entry.name))
    return found


def wait_until(done: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not done():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.05)
