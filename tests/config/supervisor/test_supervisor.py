"""What the supervisor looks after besides the processes."""

import subprocess
from pathlib import Path
from typing import Any, cast

import pytest

from config.embedded import processes
from config.embedded.errors import EmbeddedError
from config.supervisor import service, supervisor as supervisors
from config.supervisor.service import Service
from config.supervisor.supervisor import Supervisor


def test_logs_are_turned_while_everything_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(processes, "LOG_LIMIT_BYTES", 100)
    supervisor = Supervisor(
        servers=cast(Any, None), data=tmp_path, environ={}, host="127.0.0.1", port=1
    )
    log = tmp_path / "logs" / "web.log"
    log.write_text("a" * 101)
    (tmp_path / "logs" / "beat.log").write_text("a" * 100)
    supervisor._tend()
    assert log.read_text() == ""
    assert (tmp_path / "logs" / "web.log.1").read_text() == "a" * 101
    assert (tmp_path / "logs" / "beat.log").read_text() == "a" * 100


def test_pages_that_end_again_and_again_are_given_up_before_slow_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisors, "answers", lambda _address: False)
    monkeypatch.setattr(service, "FIRST_DELAY_SECONDS", 0.01)
    supervisor = Supervisor(
        servers=cast(Any, None), data=tmp_path, environ={}, host="127.0.0.1", port=1
    )
    (tmp_path / "logs" / "web.log").write_text("no such module")
    web = Service("web", lambda: subprocess.Popen(["false"]), lambda _line: None)
    supervisor._services = [web]
    with pytest.raises(EmbeddedError, match="no such module"):
        supervisor._wait_for_the_web()
    assert web.failures == supervisors.FAILURES_THAT_DO
