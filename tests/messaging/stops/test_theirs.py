"""Commands in somebody's name know the runs and stops of their lenders only, as pages do."""

from datetime import datetime
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from messaging.models import Run, Stop
from tests import make, make_outbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def run() -> Run:
    found = make_outbox.message().run
    assert found is not None
    return found


@pytest.fixture
def somebody(run: Run) -> User:
    return make.staff("supervisor", lenders=[make.lender()])


def test_a_run_of_another_lender_is_not_released(run: Run, somebody: User) -> None:
    with pytest.raises(CommandError, match="There is no run"):
        call_command("release_run", str(run.pk), by=somebody.username)


@pytest.mark.parametrize("scope", ["run", "lender"])
def test_nor_stopped(run: Run, somebody: User, scope: str) -> None:
    pk = run.pk if scope == "run" else run.lender_id
    said: dict[str, Any] = {"scope": scope, "id": pk, "reason": "客户投诉", "by": somebody.username}
    with pytest.raises(CommandError, match="There is no"):
        call_command("stop", **said)
    assert not Stop.objects.exists()


def test_nor_is_its_stop_lifted(run: Run, somebody: User, now: datetime) -> None:
    placed = Stop.objects.create(
        scope="run", object_id=run.pk, reason="客户投诉", at=now, by=make.staff("supervisor")
    )
    with pytest.raises(CommandError, match="There is no stop"):
        call_command("lift_stop", str(placed.pk), reason="查清了", by=somebody.username)
