from datetime import datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from accounts.models import Lender
from tests import make


@pytest.fixture
def uploads(settings: Settings, tmp_path: Path) -> Path:
    settings.UPLOAD_DIR = tmp_path / "uploads"
    return settings.UPLOAD_DIR


@pytest.fixture
def anhe(db: None, uploads: Path) -> Lender:
    """The lender of every row made for these tests."""
    return make.lender(code="anhe", name="安和消费金融")


@pytest.fixture
def clock_at_now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry points read the clock; here it says `now`."""
    monkeypatch.setattr("config.clock.now", lambda: now)
