"""`python -m config.embedded run -- COMMAND`, as `make test` uses it."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.config.embedded_help import REPOSITORY, processes_of, wait_until

pytestmark = pytest.mark.faults

SAY_ADDRESS = "import os; print(os.environ['DATABASE_URL'], flush=True)"

HEED_SIGINT = "import signal; signal.signal(signal.SIGINT, signal.SIG_DFL)"
"""What a shell starts in the background ignores it, and so do its children."""

SAY_FSYNC = """
import os, psycopg2
with psycopg2.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
    cursor.execute("SHOW fsync")
    print(cursor.fetchone()[0], flush=True)
"""


def launcher(*command: str, options: tuple[str, ...] = (), **environ: str) -> subprocess.Popen[str]:
    without = {k: v for k, v in os.environ.items() if k not in {"DATABASE_URL", "REDIS_URL"}}
    return subprocess.Popen(
        [sys.executable, "-m", "config.embedded", "run", *options, "--", *command],
        cwd=REPOSITORY,
        env={**without, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def folder_of(database_url: str) -> Path:
    return Path(database_url.split("host=")[1].strip().replace("%2F", "/")).parent


def test_the_command_gets_addresses_and_its_exit_code_is_handed_on() -> None:
    code = f"{SAY_ADDRESS}; raise SystemExit(7)"
    running = launcher(sys.executable, "-c", code)
    said, _ = running.communicate(timeout=60)
    assert running.returncode == 7
    folder = folder_of(said)
    assert not folder.exists()
    assert not processes_of(folder)


def test_the_command_is_told_that_it_is_a_sandbox() -> None:
    code = "import os; print(os.environ['HUANCUI_MODE'])"
    said, _ = launcher(sys.executable, "-c", code, HUANCUI_MODE="").communicate(timeout=60)
    assert said.strip() == "sandbox"


def test_addresses_of_the_environment_are_used_and_nothing_is_started() -> None:
    given = "postgresql://somebody@db.invalid/reminders"
    running = launcher(
        sys.executable, "-c", SAY_ADDRESS, DATABASE_URL=given, REDIS_URL="redis://r.invalid"
    )
    said, _ = running.communicate(timeout=60)
    assert said.strip() == given


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_outlives_the_launcher(number: signal.Signals) -> None:
    code = f"{HEED_SIGINT}; {SAY_ADDRESS}; import time; time.sleep(600)"
    running = launcher(sys.executable, "-c", code)
    assert running.stdout is not None
    folder = folder_of(running.stdout.readline())
    assert processes_of(folder)
    running.send_signal(number)
    running.communicate(timeout=30)
    wait_until(lambda: not processes_of(folder))
    shutil.rmtree(folder, ignore_errors=True)  # a killed launcher cannot


@pytest.mark.parametrize(("options", "fsync"), [((), "off"), (("--durable",), "on")])
def test_commits_wait_for_the_disk_only_when_asked_for(
    options: tuple[str, ...], fsync: str
) -> None:
    running = launcher(sys.executable, "-c", SAY_FSYNC, options=options)
    said, _ = running.communicate(timeout=60)
    assert said.strip() == fsync


def test_misuse_is_answered_with_the_usage() -> None:
    running = launcher()
    _, said = running.communicate(timeout=30)
    assert running.returncode == 2
    assert "python -m config.embedded run [--durable] -- COMMAND" in said
