"""What the supervisor looks after besides the processes."""

from pathlib import Path
from typing import Any, cast

import pytest

from config.embedded import processes
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
