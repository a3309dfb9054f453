"""How texts ended, day by day."""

from datetime import datetime, timedelta

import pytest

from feedback.morning import delivery
from messaging.models import Message, Run
from messaging.planning.service import plan
from tests import make, make_runs

pytestmark = pytest.mark.django_db


def run_of_today(now: datetime, *, customers: int = 1) -> Run:
    lender = make_runs.ready_lender()
    for _customer in range(customers):
        make.loan(lender=lender, dpd=5)
    return plan(lender=lender, day=make.DAY, by=None, now=now)


def message(run: Run, place: int, now: datetime, **columns: object) -> Message:
    candidate = run.candidates.order_by("pk")[place]
    return make_runs.message(run, at=now, candidate=candidate, **columns)


def test_every_day_of_the_week_is_there_without_texts_too() -> None:
    days = delivery.by_day(make.DAY)
    assert [each.day for each in days] == [make.DAY - timedelta(days=n) for n in range(7, -1, -1)]
    assert {each.left for each in days} == {0}
    assert days[-1].share is None


def test_a_day_counts_what_left_by_how_it_ended(now: datetime) -> None:
    run = run_of_today(now, customers=3)
    for place, state in enumerate(("delivered", "undelivered", "accepted")):
        message(run, place, now, state=state)
    today = delivery.by_day(make.DAY)[-1]
    assert (today.left, today.delivered, today.undelivered) == (3, 1, 1)
    assert today.share == 0.5


def test_failures_are_told_by_what_the_carrier_said(now: datetime) -> None:
    run = run_of_today(now, customers=3)
    for place in range(2):
        message(run, place, now, state="undelivered", error_code="EXPIRED")
    message(run, 2, now, state="delivered")
    [found] = delivery.failures(make.DAY)
    assert (found.code, found.number, found.today) == ("EXPIRED", 2, 2)


def test_what_is_usual_leaves_today_out(now: datetime) -> None:
    message(run_of_today(now), 0, now, state="undelivered", error_code="EXPIRED")
    assert delivery.usual(delivery.by_day(make.DAY)) is None
    assert delivery.usual(delivery.by_day(make.DAY + timedelta(days=1))) == 0
