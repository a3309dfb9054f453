"""Whose figures will be too old in the evening is known in the morning."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Loan
from messaging.models import in_force
from messaging.planning.service import plan
from messaging.runs import foreseeing
from tests import make, make_runs

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_figures_that_are_too_old_at_their_hour_are_counted_before(now: datetime) -> None:
    lender = make_runs.ready_lender()
    for _ in range(2):
        make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    run.candidates.update(to_send=True, until=now + 8 * HOUR)
    assert run.policy is not None
    limit = in_force.policy_of(run.policy).staleness
    Loan.objects.update(as_of=now + 8 * HOUR - limit)
    assert foreseeing.stale_when_due(run, now=now) is None
    old = Loan.objects.order_by("pk").first()
    Loan.objects.filter(pk=old.pk).update(as_of=now + 7 * HOUR - limit)
    found = foreseeing.stale_when_due(run, now=now)
    assert found == foreseeing.Stale(1, now + 7 * HOUR - limit)


def test_who_is_not_to_be_sent_to_does_not_count(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    run.candidates.update(to_send=False)
    Loan.objects.update(as_of=now - timedelta(days=90))
    assert foreseeing.stale_when_due(run, now=now) is None
