"""The inbox at the tests' moment, in English."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pytest
from django.utils import translation


@pytest.fixture
def at_the_moment(now: datetime, monkeypatch: Any) -> Iterator[None]:
    monkeypatch.setattr("config.clock.now", lambda: now)
    with translation.override("en"):
        yield
