"""`make run` as a person meets it: everything comes up, is kept alive, and goes away."""

import contextlib
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psycopg2
import pytest

from config.embedded import addresses
from tests.config.embedded_help import REPOSITORY, processes_of, wait_until

pytestmark = pytest.mark.faults


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def start(data: Path, *, port: int | str) -> subprocess.Popen[str]:
    given = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE"}
    environ = {name: value for name, value in os.environ.items() if name not in given}
    return subprocess.Popen(
        [sys.executable, "-m", "config.run"],
        cwd=REPOSITORY,
        env={**environ, "HUANCUI_DATA": str(data), "PORT": str(port)},
        stderr=subprocess.PIPE,
        text=True,
    )


def read_until(process: subprocess.Popen[str], text: str) -> str:
    assert process.stderr is not None
    said = ""
    for line in process.stderr:
        said += line
        if text in line:
            return said
    raise AssertionError(f"it ended without saying {text!r}:\n{said}")


@contextlib.contextmanager
def running(data: Path) -> Iterator[tuple[subprocess.Popen[str], int]]:
    port = free_port()
    process = start(data, port=port)
    try:
        read_until(process, f"Ready: http://127.0.0.1:{port}")
        yield process, port
    finally:
        process.terminate()
        process.communicate(timeout=30)


def of_ours(data: Path, name: str) -> list[int]:
    """Processes started with this data folder's environment whose command line has `name`."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            ours = f"HUANCUI_DATA={data}".encode() in (entry / "environ").read_bytes()
            if ours and name.encode() in (entry / "cmdline").read_bytes():
                found.append(int(entry.name))
    return found


def test_it_serves_restarts_what_dies_stops_everything_and_leaves_no_orphan(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with running(data) as (supervisor, port):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/staff/login/").close()
        for name, server in (("PostgreSQL", "bin/postgres"), ("worker", "worker")):
            for pid in of_ours(data, server):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            read_until(supervisor, f"{name} ended (code -9); starting it again.")
        database_url = addresses.embedded(data).database_url
        wait_until(lambda: can_connect(database_url))
        wait_until(lambda: len(of_ours(data, "worker")) >= 3)

        second = start(data, port=free_port())
        _, said = second.communicate(timeout=30)
        assert second.returncode == 1
        assert f"already in use by process {supervisor.pid} (make run, http://127.0" in said
    assert supervisor.returncode == 0
    assert not processes_of(data)
    assert not of_ours(data, "")

    # Started again over what is there, and killed: nothing is left without it.
    with running(data) as (supervisor, _):
        supervisor.kill()
        wait_until(lambda: not processes_of(data) and not of_ours(data, ""))


def test_a_taken_port_is_said_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = start(tmp_path / "data", port=port)
        _, said = process.communicate(timeout=30)
    assert process.returncode == 1
    assert said.startswith(f"Nothing can listen on 127.0.0.1:{port} (")
    assert "make run PORT=" in said
    assert not (tmp_path / "data" / "postgres").exists()


def test_a_port_that_is_no_number_is_refused(tmp_path: Path) -> None:
    process = start(tmp_path / "data", port="http")
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said.strip()) == (
        1,
        "PORT is 'http'; it must be a number from 1 to 65535.",
    )


def can_connect(url: str) -> bool:
    try:
        psycopg2.connect(url).close()
    except psycopg2.OperationalError:
        return False
    return True
