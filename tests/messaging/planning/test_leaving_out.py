"""Single customers left out of a run: before its release only, with a reason, and it adds up."""

from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from accounts.errors import Refused
from messaging.models import LeftOut, Run
from messaging.models.message_reasons import LEFT_OUT
from messaging.planning import leaving_out
from messaging.planning.service import plan
from messaging.runs import release
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def planned(now: datetime, *, count: int = 3) -> Run:
    lender = make_runs.ready_lender()
    for _ in range(count):
        make.loan(lender=lender)
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def ids(run: Run) -> list[int]:
    return list(run.candidates.order_by("pk").values_list("pk", flat=True))


def adds_up(run: Run) -> bool:
    run.refresh_from_db()
    less = sum(each["count"] for each in run.funnel["minus"])
    return run.funnel["due"] - less == run.funnel["to_send"]


def test_who_is_left_out_gets_nothing_and_the_funnel_adds_up(now: datetime) -> None:
    run, boss = planned(now), make.staff("supervisor")
    before = run.funnel
    assert leaving_out.leave_out(run.pk, ids(run)[:1], why="spoke", by=boss, now=now) == 1
    assert adds_up(run)
    assert run.funnel["to_send"] == before["to_send"] - 1
    assert run.funnel["segments"] < before["segments"]
    assert {"reason": LEFT_OUT, "count": 1} in run.funnel["minus"]
    release.release(run.pk, by=boss, now=now, expected_count=2)
    assert run.messages.count() == 2


def test_it_stands_when_the_run_is_planned_anew(now: datetime) -> None:
    run, boss = planned(now), make.staff("supervisor")
    leaving_out.leave_out(run.pk, ids(run)[:1], why="spoke", by=boss, now=now)
    customer = run.left_out.get().customer_id
    again = plan(lender=run.lender, day=make.DAY, by=None, now=now)
    assert adds_up(again)
    assert again.candidates.get(customer=customer).reason == LEFT_OUT


def test_it_is_taken_back_as_it_was_planned(now: datetime) -> None:
    run, boss = planned(now), make.staff("supervisor")
    before = list(run.candidates.order_by("pk").values_list("to_send", "reason"))
    funnel = run.funnel
    leaving_out.leave_out(run.pk, ids(run), why="doubt", by=boss, now=now)
    assert run.candidates.filter(to_send=True).count() == 0
    assert leaving_out.take_back(run.pk, ids(run), by=boss, now=now) == 3
    assert list(run.candidates.order_by("pk").values_list("to_send", "reason")) == before
    run.refresh_from_db()
    assert run.funnel == funnel
    assert LeftOut.objects.filter(taken_back_by=boss).count() == 3


def test_whom_a_colleague_left_out_is_not_written_to_by_one_persons_word(now: datetime) -> None:
    """One supervisor alone took a customer in need of care back and released the run."""
    run = planned(now)
    carer, boss, third = (make.staff("supervisor") for _ in range(3))
    out = ids(run)[:1]
    leaving_out.leave_out(run.pk, out, why="care", by=carer, now=now)
    assert leaving_out.take_back(run.pk, out, by=boss, now=now) == 1
    with pytest.raises(Refused, match="另一人"):
        release.release(run.pk, by=boss, now=now, expected_count=3)
    with pytest.raises(IntegrityError, match="does not release"), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="releasing", released_by=boss, released_at=now)
    release.release(run.pk, by=third, now=now, expected_count=3)
    assert run.messages.count() == 3


def test_without_a_reason_a_right_or_a_planned_run_it_is_refused(now: datetime) -> None:
    run, boss = planned(now), make.staff("supervisor")
    for person, why in ((boss, "x"), (make.staff("collector"), "spoke")):
        with pytest.raises(Refused):
            leaving_out.leave_out(run.pk, ids(run), why=why, by=person, now=now)
    release.release(run.pk, by=boss, now=now, expected_count=3)
    with pytest.raises(Refused):
        leaving_out.leave_out(run.pk, ids(run), why="spoke", by=boss, now=now)


def test_the_database_lets_nobody_out_of_a_released_run(now: datetime) -> None:
    run, boss = planned(now), make.staff("supervisor")
    release.release(run.pk, by=boss, now=now, expected_count=3)
    one = run.candidates.order_by("pk").first()
    assert one is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        LeftOut.objects.create(run=run, customer=one.customer, why="spoke", by=boss, at=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        run.candidates.filter(pk=one.pk).update(to_send=False)
