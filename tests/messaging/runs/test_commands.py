"""`plan_run` and `release_run`."""

from datetime import datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from messaging.models import Message, Run
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def said(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_today_is_planned_and_released_by_somebody_else() -> None:
    make.loan(lender=make_runs.ready_lender(code="anhe"))
    assert "1 due, 1 to send" in said("plan_run")
    run = Run.objects.get()
    boss = make.staff("supervisor")
    assert "1 to send" in said("release_run", str(run.pk), "--by", boss.username)
    assert Message.objects.get().run == run


def test_one_lender_that_cannot_be_planned_does_not_stop_the_others() -> None:
    make.lender(code="a")
    make.loan(lender=make_runs.ready_lender(code="b"))
    with pytest.raises(CommandError, match="a 2026-09-15"):
        said("plan_run")
    assert Run.objects.get(lender__code="b").state == "planned"


def test_the_same_checks_as_on_the_page() -> None:
    make.loan(lender=make_runs.ready_lender())
    said("plan_run")
    run = str(Run.objects.get().pk)
    with pytest.raises(CommandError):
        said("release_run", run, "--by", make.staff("collector").username)
    with pytest.raises(CommandError):
        said("release_run", run, "--by", "nobody")
    with pytest.raises(CommandError):
        said("release_run", "0", "--by", "nobody")
    with pytest.raises(CommandError):
        said("plan_run", "--lender", "nobody")
    assert not Message.objects.exists()
