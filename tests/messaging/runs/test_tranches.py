"""Tranches of a run: laid out at the release exactly as foretold."""

import random
from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from messaging.models import Candidate, Message, Run, Tranche
from messaging.planning.service import plan
from messaging.runs import release as run_release, tranches
from messaging.runs.quarters import QUARTER, quarter_of
from tests import make, make_outbox, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(db: None) -> User:
    return make.staff("supervisor")


def planned(now: datetime, *, count: int, size: int) -> Run:
    lender = make_runs.ready_lender()
    policy = make_outbox.policy(lender, tranche_size=size)
    for _ in range(count):
        make.loan(lender=lender)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    assert run.policy == policy
    return run


def release(run: Run, boss: User, now: datetime, **options: Any) -> list[datetime]:
    """When its messages may leave, in the order of the candidates."""
    count = run.candidates.filter(to_send=True).count()
    run_release.release(run.pk, by=boss, now=now, expected_count=count, **options)
    return list(run.messages.order_by("candidate").values_list("not_before", flat=True))


def test_a_run_leaves_in_parts_of_the_policys_size(boss: User, now: datetime) -> None:
    at = now + timedelta(minutes=7)  # 18:37
    times = release(planned(now, count=7, size=3), boss, at)
    assert times == [at] * 3 + [now + QUARTER] * 3 + [now + 2 * QUARTER]
    rows = Tranche.objects.order_by("starts_at").values_list("starts_at", "room", "laid", "taken")
    assert list(rows) == [
        (now, 3, 3, 0),
        (now + QUARTER, 3, 3, 0),
        (now + 2 * QUARTER, 3, 1, 0),
    ]


def test_sent_at_once_it_leaves_in_parts_too(boss: User) -> None:
    run = planned(make.MORNING, count=5, size=2)
    foretold = tranches.preview(run, now=make.MORNING, send_at_once=True)
    times = release(run, boss, make.MORNING, send_at_once=True)
    assert Counter(map(quarter_of, times)) == dict(foretold.quarters)
    assert times == [make.MORNING + n * QUARTER for n in (0, 0, 1, 1, 2)]


@pytest.mark.parametrize("seed", range(12))
def test_any_moments_are_laid_out_as_one_by_one(boss: User, now: datetime, seed: int) -> None:
    """The window expression of the release against the naive simulation."""
    dice = random.Random(seed)
    size = dice.randint(1, 6)
    run = planned(now, count=25, size=size)
    for candidate in run.candidates.all():
        until = now + timedelta(minutes=dice.choice([-90, 0, 1, 14, 15, 40, dice.randint(0, 120)]))
        kept = dice.random() < 0.3
        Candidate.objects.filter(pk=candidate.pk).update(until=None if kept else until)
    wanted = sorted(
        (max(until or now, now), pk) for pk, until in run.candidates.values_list("pk", "until")
    )
    filled: Counter[datetime] = Counter()
    expected = {}
    for moment, pk in wanted:
        at = quarter_of(moment)
        while filled[at] >= size:
            at += QUARTER
        filled[at] += 1
        expected[pk] = max(moment, at)
    foretold = tranches.preview(run, now=now)
    with transaction.atomic():
        times = release(run, boss, now)
    assert times == [expected[pk] for pk in sorted(expected)]
    assert foretold.quarters == tuple(sorted((+filled).items()))
    assert dict(run.tranches.values_list("starts_at", "laid")) == +filled


def test_it_is_said_before_how_many_no_longer_fit_the_day(boss: User, now: datetime) -> None:
    late = now + timedelta(hours=2, minutes=5)  # 20:35; the preferred hours end at 21:00
    run = planned(now, count=7, size=2)
    foretold = tranches.preview(run, now=late)
    assert (foretold.size, foretold.total, len(foretold.quarters)) == (2, 7, 4)
    assert foretold.last == now + timedelta(hours=2, minutes=45)
    assert foretold.too_late == 3
    assert tranches.preview(run, now=late, send_at_once=True).too_late == 0  # until 22:00


def test_more_candidates_cost_the_preview_no_more_queries(
    now: datetime, django_assert_max_num_queries: Any
) -> None:
    for count in (3, 12):
        run = planned(now, count=count, size=2)
        with django_assert_max_num_queries(6):
            tranches.preview(run, now=now)


def test_after_the_release_the_quarter_hours_near_now_are_told(boss: User, now: datetime) -> None:
    run = planned(now, count=20, size=1)
    assert tranches.progress(run, now=now) is None
    release(run, boss, now)
    seen = tranches.progress(run, now=now + 5 * QUARTER)
    assert seen is not None
    assert (seen.earlier, len(seen.rows), seen.later) == (3, 10, 7)
    assert seen.last == now + 19 * QUARTER
    assert Message.objects.filter(not_before=seen.last).count() == 1
