"""The whole product, started as a person starts it, in a folder of its own."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

import psycopg2

from config.embedded import addresses
from tests.browser import kept_sample
from tests.browser.kept_sample import KeptSample
from tests.config.embedded_help import REPOSITORY

T = TypeVar("T")
READY_SECONDS = 300.0
A_DAY_OF_THE_PAST = 10.0
"""Seconds, on a machine that does much else."""

STOP_SECONDS = 30.0
# `make test` hands these to its children; the product under test has servers of its own.
NOT_OURS = ("DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE")


@dataclass(frozen=True)
class Product:
    """A running product: `address` like http://127.0.0.1:41234, and ways to look inside."""

    address: str
    data: Path
    environ: Mapping[str, str]
    samples: list[KeptSample] = field(default_factory=list, repr=False)

    def manage(self, *argv: str, as_web: bool = False) -> str:
        """Run `manage.py` beside it; what it printed. Fails with what it said. `as_web`: with the
        rights of pages, as where somebody approves."""
        web = {
            "HUANCUI_WORKER_DATABASE_URL": addresses.embedded(self.data, kind="web").database_url
        }
        done = subprocess.run(
            [sys.executable, "manage.py", *argv],
            cwd=REPOSITORY,
            env=dict(self.environ) | (web if as_web else {}),
            capture_output=True,
            text=True,
            timeout=READY_SECONDS,
        )
        assert done.returncode == 0, f"manage.py {' '.join(argv)}:\n{done.stdout}{done.stderr}"
        return done.stdout

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the product's own database says."""
        url = addresses.embedded(self.data).database_url
        with contextlib.closing(psycopg2.connect(url)) as connection, connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return list(cursor.fetchall())

    def row(self, sql: str, *parameters: object) -> tuple[Any, ...]:
        """The only row."""
        (only,) = self.rows(sql, *parameters)
        return only

    def value(self, sql: str, *parameters: object) -> Any:
        """The only value of the only row."""
        (only,) = self.row(sql, *parameters)
        return only

    def keep(self) -> None:
        """The sample as it stands, for `start_anew`."""
        self.samples.append(kept_sample.keep(addresses.embedded(self.data).database_url))

    def start_anew(self) -> None:
        """Everything but the staff as on the sample's day, 18:30, with its runs planned."""
        if not self.samples:
            self.manage("load_sample", "--replace")
            self.keep()
        else:
            kept_sample.put_back(addresses.embedded(self.data).database_url, self.samples[0])

    def log(self, name: str) -> str:
        """The end of a service's log: `web`, `worker` or `beat`."""
        file = self.data / "logs" / f"{name}.log"
        return file.read_text(errors="replace")[-4000:] if file.exists() else ""


@contextlib.contextmanager
def running(data: Path, *, days: int = 0) -> Iterator[Product]:
    """The product, ready; afterwards every process of it is gone. `days`: of the past that its
    borrowers lived; without any nobody but the test does anything."""
    port = _free_port()
    environ = {name: value for name, value in os.environ.items() if name not in NOT_OURS}
    environ |= {"HUANCUI_DATA": str(data), "PORT": str(port), "HUANCUI_MODE": "sandbox"}
    environ["HUANCUI_SAMPLE_DAYS"] = str(days)
    said = data.with_name(f"{data.name}.said")
    with said.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "config.run", "--end-with-parent"],
            cwd=REPOSITORY,
            env=environ,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        _wait_until_ready(process, said, READY_SECONDS + days * A_DAY_OF_THE_PAST)
        yield Product(address=f"http://127.0.0.1:{port}", data=data, environ=environ)
    finally:
        _stop(process)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_ready(process: subprocess.Popen[bytes], said: Path, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while b"Ready: " not in said.read_bytes():
        alive = process.poll() is None and time.monotonic() < deadline
        assert alive, f"the product did not come up:\n{said.read_text(errors='replace')}"
        time.sleep(0.2)


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        raise
