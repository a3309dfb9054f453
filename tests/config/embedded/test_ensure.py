"""Commands of `manage.py` find servers running, their own or another's."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.embedded_help import REPOSITORY, processes_of, wait_until

pytestmark = pytest.mark.faults

COMMAND = """
import os, sys, psycopg2
from pathlib import Path
from config.embedded import addresses
from config.embedded.ensure import servers_for_command
servers_for_command(["manage.py", *sys.argv[1:]])
url = addresses.resolve(os.environ, Path(os.environ["HUANCUI_DATA"])).database_url
def count():
    with psycopg2.connect(url) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        print("reached", flush=True)
count()
sys.stdin.readline()
count()
"""


def command(data: Path, *argv: str) -> subprocess.Popen[str]:
    given = {"DATABASE_URL", "REDIS_URL"}
    environ = {name: value for name, value in os.environ.items() if name not in given}
    return subprocess.Popen(
        [sys.executable, "-c", COMMAND, *argv],
        cwd=REPOSITORY,
        env={**environ, "HUANCUI_DATA": str(data), "PYTHONPATH": str(REPOSITORY)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def reached(process: subprocess.Popen[str]) -> bool:
    assert process.stdout is not None
    return process.stdout.readline() == "reached\n"


def test_a_command_has_servers_and_leaves_none_behind(tmp_path: Path) -> None:
    running = command(tmp_path / "data", "plan_run")
    assert reached(running)
    out, _ = running.communicate("go on\n", timeout=30)
    assert (running.returncode, out) == (0, "reached\n")
    assert not processes_of(tmp_path / "data")


def test_who_started_the_servers_waits_for_the_others_that_use_them(tmp_path: Path) -> None:
    first = command(tmp_path / "data", "shell")
    assert reached(first)
    second = command(tmp_path / "data", "plan_run")
    assert reached(second)
    assert first.stdin is not None
    assert first.stderr is not None
    first.stdin.write("go on\n")
    first.stdin.flush()
    assert first.stderr.readline() == "Waiting for other commands that use the same servers.\n"
    out, _ = second.communicate("go on\n", timeout=30)
    assert out == "reached\n"
    first.communicate(timeout=30)
    assert not processes_of(tmp_path / "data")


def test_a_killed_command_leaves_no_servers_behind(tmp_path: Path) -> None:
    running = command(tmp_path / "data", "shell")
    assert reached(running)
    running.kill()
    running.communicate()
    wait_until(lambda: not processes_of(tmp_path / "data"))


@pytest.mark.parametrize("argv", [["--help"], ["makemigrations"], ["migrate", "--help"], []])
def test_a_command_that_needs_no_servers_starts_none(tmp_path: Path, argv: list[str]) -> None:
    running = command(tmp_path / "data", *argv)
    running.communicate(timeout=30)
    assert not (tmp_path / "data").exists()
