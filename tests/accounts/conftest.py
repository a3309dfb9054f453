from datetime import datetime
from pathlib import Path

import pytest

from accounts.models import Lender
from tests import make


@pytest.fixture
def anhe(db: None, uploads: Path) -> Lender:
    """The lender of every row made for these tests."""
    return make.lender(code="anhe", name="安和消费金融")


@pytest.fixture
def clock_at_now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry points read the clock; here it says `now`."""
    monkeypatch.setattr("config.clock.now", lambda: now)
