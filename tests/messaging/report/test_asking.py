"""A report is asked for, carried out, stopped, and kept as it was."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Refused
from messaging.models import ComplianceReport
from messaging.report import asking, daily, service
from tests import make
from tests.messaging.report import sent

pytestmark = pytest.mark.django_db


def asked(now: datetime, **changes: object) -> ComplianceReport:
    said = {"first": date(2026, 9, 14), "last": date(2026, 9, 16), "lender": None, "rule": ""}
    return asking.ask(**{**said, **changes}, by=make.staff("auditor"), now=now)  # type: ignore[arg-type]


def test_it_is_carried_out_once_and_stays(now: datetime) -> None:
    sent.a_day(now, texts=1)
    report = asked(now)
    assert asking.work(report.pk, clock=lambda: now)
    assert not asking.work(report.pk, clock=lambda: now)
    report.refresh_from_db()
    assert (report.state, report.violations) == ("done", 0)
    assert report.result["checks"][0]["checked"] == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        ComplianceReport.objects.filter(pk=report.pk).update(violations=1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"first": date(2026, 9, 17)},
        {"first": date(2024, 9, 17)},
        {"first": date(2026, 10, 1), "last": date(2026, 10, 2)},
        {"rule": "nonsense"},
        {"rule": "holds", "from_days": True},
    ],
)
def test_what_cannot_be_reported_is_refused(now: datetime, wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        asked(now, **wrong)


def test_one_that_is_stopped_ends_at_the_next_rule(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = asked(now)
    begun: list[str] = []
    real = service._carried_out

    def carried_out(rule: object, period: object) -> object:
        begun.append(rule.name)  # type: ignore[attr-defined]
        asking.stop(report, now=now)
        return real(rule, period)  # type: ignore[arg-type]

    monkeypatch.setattr(service, "_carried_out", carried_out)
    assert not asking.work(report.pk, clock=lambda: now)
    report.refresh_from_db()
    assert (report.state, len(begun)) == ("stopped", 1)


def test_what_a_killed_worker_left_is_taken_up(now: datetime) -> None:
    report = asked(now)
    ComplianceReport.objects.update(state="working", seen_at=now)
    assert asking.take_up_lost(now=now + timedelta(hours=1)) == 0
    assert asking.take_up_lost(now=now + timedelta(hours=3)) == 1
    assert asking.waiting() == [report.pk]


def test_days_put_together_take_what_was_proven_of_each(now: datetime) -> None:
    sent.a_day(now, texts=2)
    proof = daily.prove_yesterday(now + timedelta(days=1))
    assert proof is not None
    assert proof.result["checks"][0]["checked"] == 2
    report = asked(now + timedelta(days=1), from_days=True)
    assert asking.work(report.pk, clock=lambda: now + timedelta(days=1))
    report.refresh_from_db()
    checks = {check["name"]: check["checked"] for check in report.result["checks"]}
    assert (checks["quiet_hours"], checks["totals"], report.violations) == (2, 1, 0)
