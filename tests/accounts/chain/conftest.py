"""A chain with its heads in a folder of the test."""

from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(autouse=True)
def heads(settings: Any, tmp_path: Path) -> Path:
    """The file of published heads."""
    settings.HEADS_FOLDER = tmp_path / "heads"
    settings.HEADS_WEBHOOK = ""
    settings.HEADS_SYSLOG = False
    return tmp_path / "heads" / "heads.jsonl"
