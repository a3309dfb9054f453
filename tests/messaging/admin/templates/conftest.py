"""A collector and the draft that they write."""

from typing import Any

import pytest

from messaging.models import TemplateVersion
from tests import make, make_messaging


@pytest.fixture
def collector() -> Any:
    return make.staff("collector")


@pytest.fixture
def draft(collector: Any) -> TemplateVersion:
    return make_messaging.draft(author=collector)
