"""A run beside the one before it."""

from datetime import datetime, timedelta

import pytest

from messaging.models import Candidate
from messaging.planning.service import plan
from messaging.runs import comparing
from tests import make, make_runs

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def test_new_gone_and_of_another_stage_are_told_apart(now: datetime) -> None:
    lender = make_runs.ready_lender()
    gone, moved, same = (make.loan(lender=lender) for _ in range(3))
    first = plan(lender=lender, day=make.DAY, by=None, now=now)
    new = make.loan(lender=lender)
    second = plan(lender=lender, day=make.DAY + DAY, by=None, now=now)
    second.candidates.update(to_send=True, stage="dpd-1")
    first.candidates.update(to_send=True, stage="dpd-1")
    first.candidates.filter(customer=moved.customer).update(stage="due-0")
    second.candidates.filter(customer=gone.customer).update(to_send=False)
    assert comparing.before(second) == first
    assert comparing.compared(second, first) == (1, 1, 1)
    assert comparing.days_before(second) == [first.day]
    assert comparing.before(second, day=second.day) == first

    def rows(run, what, other) -> list[int]:
        found = Candidate.objects.filter(comparing.condition(what, other), run=run, to_send=True)
        return list(found.values_list("customer", flat=True))

    assert rows(second, comparing.NEW, first) == [new.customer_id]
    assert rows(first, comparing.GONE, second) == [gone.customer_id]
    assert rows(second, comparing.MOVED, first) == [moved.customer_id]
    assert same.customer_id not in rows(second, comparing.NEW, first)


def test_the_first_run_of_a_lender_has_none_before_it(now: datetime) -> None:
    lender = make_runs.ready_lender()
    make.loan(lender=lender)
    assert comparing.before(plan(lender=lender, day=make.DAY, by=None, now=now)) is None
