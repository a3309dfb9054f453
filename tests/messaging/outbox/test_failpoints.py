"""Failpoints: nothing in normal running, and never in production."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config.processes import installation, startup
from messaging.outbox import failpoints
from tests.as_role import WEB, as_role


@pytest.fixture(autouse=True)
def _disarmed() -> Iterator[None]:
    yield
    failpoints.arm("")


def test_a_place_that_is_not_armed_does_nothing() -> None:
    failpoints.reach("claim.locked")


def test_it_fails_the_nth_time_and_only_then() -> None:
    failpoints.arm("claim.locked=raise@2")
    failpoints.reach("claim.locked")
    with pytest.raises(failpoints.Failed):
        failpoints.reach("claim.locked")
    failpoints.reach("claim.locked")


@pytest.mark.parametrize("spec", ["nowhere=raise", "claim.locked=explode", "claim.locked"])
def test_what_does_not_exist_is_refused(spec: str) -> None:
    with pytest.raises(ValueError, match="HUANCUI_FAILPOINTS"):
        failpoints.arm(spec)


@pytest.mark.django_db
def test_production_does_not_start_with_them(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.SANDBOX = False
    monkeypatch.setattr(installation, "mode", lambda: installation.PRODUCTION)
    monkeypatch.setenv(failpoints.SETTING, "claim.locked=kill")
    with pytest.raises(ImproperlyConfigured, match="HUANCUI_FAILPOINTS"), as_role(WEB):
        startup.verify()
