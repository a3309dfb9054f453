"""Who stops, and when."""

from datetime import datetime

import pytest

from accounts.models import User
from tests import make
from tests.make_outbox import FixedClock


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


@pytest.fixture
def clock(now: datetime) -> FixedClock:
    return FixedClock(now)
