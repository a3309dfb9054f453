"""A lender's system that listens."""

from collections.abc import Iterator

import pytest

from tests import make_events


@pytest.fixture
def receiver() -> Iterator[make_events.Receiver]:
    with make_events.receiver() as listening:
        yield listening
