"""What every test may use: a fixed moment, and people, loans and rules made to order."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from accounts.models import Lender


@pytest.fixture(scope="session", autouse=True)
def _fast_passwords() -> None:
    """Nothing in the tests is worth guessing."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def now() -> datetime:
    """Tuesday 2026-09-15, 18:30 in Shanghai: inside the preferred hours of a working day."""
    return datetime(2026, 9, 15, 10, 30, tzinfo=UTC)


@pytest.fixture
def lender(db: None) -> "Lender":
    from tests import make

    return make.lender()
