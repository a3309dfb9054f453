"""Logs do not grow without end, and nobody who writes to one has to stop for that."""

import subprocess
from pathlib import Path

import pytest

from config.embedded import processes
from config.embedded.processes import turn


@pytest.fixture(autouse=True)
def _small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "LOG_LIMIT_BYTES", 100)


def test_a_log_that_grew_large_is_turned_while_its_process_writes(tmp_path: Path) -> None:
    log = tmp_path / "web.log"
    writer = subprocess.Popen(
        ["sh", "-c", "while read line; do echo $line; echo done >&2; done"],
        stdin=subprocess.PIPE,
        stdout=log.open("ab"),
        stderr=subprocess.PIPE,
        text=True,
    )
    assert writer.stdin is not None
    assert writer.stderr is not None

    def write(line: str) -> None:
        writer.stdin.write(f"{line}\n")
        writer.stdin.flush()
        writer.stderr.readline()

    write("a" * 150)
    assert turn(log)
    assert (tmp_path / "web.log.1").read_text() == "a" * 150 + "\n"
    write("b")
    assert log.read_text() == "b\n"
    assert not turn(log)
    write("c" * 150)
    assert turn(log)
    assert (tmp_path / "web.log.1").read_text().startswith("b\nc")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["web.log", "web.log.1"]
    writer.communicate(timeout=10)


def test_what_is_not_there_is_not_turned(tmp_path: Path) -> None:
    assert not turn(tmp_path / "web.log")
