"""A lender's core system."""

import pytest
from django.core.cache import cache

from accounts.models import Lender
from tests import make_api


@pytest.fixture(autouse=True)
def _nothing_counted() -> None:
    cache.clear()


@pytest.fixture
def core(lender: Lender) -> make_api.Caller:
    return make_api.Caller(make_api.key(lender)[1])
