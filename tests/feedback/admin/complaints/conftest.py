"""A desk of complaints."""

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def _desk(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Any, now: datetime) -> None:
    """18:30 of the day, and an upload folder of this test's own."""
    monkeypatch.setattr("config.clock.now", lambda: now)
    settings.UPLOAD_DIR = tmp_path
