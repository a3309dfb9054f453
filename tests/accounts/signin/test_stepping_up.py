"""Who has just shown that it is them is not asked again, for five minutes."""

from datetime import datetime, timedelta

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.test import RequestFactory

from accounts.signin import stepping_up


@pytest.mark.usefixtures("five_minutes")
@pytest.mark.parametrize(
    ("passed", "fresh"),
    [(0, True), (299, True), (300, False), (3600, False), (-1, False)],
)
def test_it_is_good_for_five_minutes(now: datetime, passed: int, fresh: bool) -> None:
    request = RequestFactory().get("/")
    request.session = SessionBase()
    assert not stepping_up.is_fresh(request, now)
    stepping_up.mark(request, now)
    assert stepping_up.is_fresh(request, now + timedelta(seconds=passed)) is fresh
