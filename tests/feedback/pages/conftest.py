"""The pages ask the clock themselves; here it stands still."""

from datetime import datetime

import pytest


class Clock:
    def __init__(self, now: datetime) -> None:
        self.now = now


@pytest.fixture
def clock(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Clock:
    standing = Clock(now)
    monkeypatch.setattr("config.clock.now", lambda: standing.now)
    return standing
