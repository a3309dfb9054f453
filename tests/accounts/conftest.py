from datetime import datetime
from pathlib import Path

import pytest

from accounts.models import Lender, User
from tests import make, make_sign_in


@pytest.fixture
def anhe(db: None, uploads: Path) -> Lender:
    """The lender of every row made for these tests."""
    return make.lender(code="anhe", name="安和消费金融")


@pytest.fixture
def clock_at_now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    """Entry points read the clock; here it says `now`."""
    monkeypatch.setattr("config.clock.now", lambda: now)


@pytest.fixture
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> make_sign_in.Clock:
    """Entry points read this one, and it moves when told to."""
    clock = make_sign_in.Clock(now)
    monkeypatch.setattr("config.clock.now", lambda: clock.now)
    return clock


@pytest.fixture
def chen(db: None) -> User:
    """A collector with a password."""
    return make_sign_in.person("chen")
