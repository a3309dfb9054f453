"""A lender for whom can be planned."""

import pytest

from accounts.models import Lender
from tests import make_runs


@pytest.fixture
def ready() -> Lender:
    return make_runs.ready_lender()
