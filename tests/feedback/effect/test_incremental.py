"""Counting what may have changed gives what counting everything gives, whatever happened."""

import random
import secrets
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.models import Customer, Repayment
from feedback.effect import summing
from feedback.models import EffectSum, EpisodeOutcome
from messaging.models import Segment, Suppression
from messaging.suppression.service import suppress
from tests import make, make_complaints, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def lender(db):
    return make_runs.ready_lender()


LATE = [
    {"fact": "stage", "one_of": ["dpd-4-7", "dpd-16+"]},
    {"fact": "language", "one_of": ["zh-hans"]},
]
SMALL = [{"fact": "amount_due", "below": "900", "currency": "CNY"}]


def _state() -> tuple[list[Any], list[Any]]:
    sums = EffectSum.objects.order_by("days", "horizon", "cut", "value", "arm")
    rows = EpisodeOutcome.objects.order_by("pk").values()
    return (
        [tuple(v for k, v in row.items() if k != "id") for row in sums.values()],
        [{k: v for k, v in row.items() if k != "counted_on"} for row in rows],
    )


def _of_all(lender, now) -> tuple[list[Any], list[Any]]:
    """What a count of everything would say; it leaves nothing behind."""
    with transaction.atomic():
        summing.count(lender, now=now, whole=True)
        found = _state()
        transaction.set_rollback(True)
    return found


def _erased(customer: Customer) -> None:
    """As the database does it: the region and the number's hash are gone."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_begin_erasing()")
        customer.contact_points.update(address_hash=secrets.token_bytes(32))
        Customer.objects.filter(pk=customer.pk).update(timezones=[], erased_at=make.MORNING)
        cursor.execute("SELECT set_config('huancui.erasing', '', true)")


def _assign(draw, assigned, lender, trial, customers, past: int) -> Any:
    """Lately, and before the first count long ago; in the contact arm now and then in the trial."""
    arm = draw.choice(("contact", "control"))
    columns: dict[str, Any] = {
        "amount_due": Decimal(draw.randint(1, 1400)),
        "stage": draw.choice(("dpd-1", "dpd-4-7", "dpd-16+")),
    }
    if arm == "contact" and draw.random() < 0.3:
        columns |= {"trial": trial, "trial_arm": draw.randint(0, 1)}
    loan = make.loan(lender=lender, customer=draw.choice(customers))
    ago = draw.choice((-past, -past, 5 - past, 30 - past, *(() if past else (80, 200, 330))))
    return assigned(arm, ago=ago, loan=loan, **columns)


def _goes_back(draw, moment) -> None:
    taken_back = Repayment.objects.exclude(reverses=None).values("reverses")
    bounced = draw.choice(list(Repayment.objects.filter(amount__gt=0).exclude(pk__in=taken_back)))
    Repayment.objects.create(
        reference=f"back-{bounced.pk}",
        loan=bounced.loan,
        paid_on=bounced.paid_on,
        amount=-bounced.amount,
        recorded_at=moment,
        reverses=bounced,
        reversed_on=bounced.paid_on,
    )


@pytest.mark.parametrize("seed", range(4))
def test_what_may_have_changed_makes_the_same_sums_as_everything(
    lender, assigned, paid, trial, now, seed
):
    draw = random.Random(seed)
    customers = [make.customer(timezones=[zone]) for zone in ("Asia/Shanghai", "Asia/Urumqi") * 5]
    boss = make.staff("supervisor")
    late = Segment.objects.create(
        lender=lender, title="late", conditions=LATE, edited_by=boss, edited_at=now
    )
    episodes: list[Any] = []
    moment = now
    for night in range(9):
        moment += timedelta(days=(0, 1, 1, 2, 0, 1, 3, 50, 1)[night])
        past = (moment - now).days
        episodes += [
            _assign(draw, assigned, lender, trial, customers, past)
            for _each in range(draw.randint(1, 6))
        ]
        for _each in range(4):
            one, after = draw.choice(episodes), draw.randint(-1, 32)
            paid(one, draw.randint(1, 1500), after=after, at=moment)
        if night in (3, 8):
            _goes_back(draw, moment)
        if night in (2, 4):
            one = draw.choice(episodes)
            make_complaints.logged(one.at + timedelta(days=3), customer=one.customer)
        if night == 1:
            point = episodes[-1].customer.contact_points.first()
            suppress(
                channel=point.channel,
                address_hash=bytes(point.address_hash),
                kind=Suppression.Kind.OPT_OUT,
                source="reply:1",
                now=episodes[-1].at + timedelta(days=1),
            )
        if night == 5:
            _erased(episodes[0].customer)
            _erased(episodes[-1].customer)
            Segment.objects.create(
                lender=lender, title="small", conditions=SMALL, edited_by=boss, edited_at=now
            )
        if night == 6:
            Segment.objects.filter(pk=late.pk).update(conditions=[LATE[0]])
        summing.count(lender, now=moment)
        assert _state() == _of_all(lender, moment)
    assert EffectSum.objects.filter(cut="segment").exists()
    assert EffectSum.objects.filter(cut="trial").exists()


def test_a_count_that_stops_in_the_middle_has_changed_nothing(
    lender, assigned, paid, now, monkeypatch
):
    one = assigned(ago=40)
    summing.count(lender, now=now)
    before = _state()
    paid(one, 100, after=3)
    tomorrow = now + timedelta(days=1)
    with monkeypatch.context() as broken:
        broken.setattr(summing, "_replace", _stops)
        with pytest.raises(RuntimeError):
            summing.count(lender, now=tomorrow)
    assert _state() == before
    summing.count(lender, now=tomorrow)
    assert _state() == _of_all(lender, tomorrow) != before


def _stops(*_arguments: object) -> None:
    raise RuntimeError


def test_who_is_erased_keeps_region_and_opt_out_in_what_was_counted(lender, assigned, now):
    one = assigned(ago=20)
    point = one.customer.contact_points.first()
    suppress(
        channel=point.channel,
        address_hash=bytes(point.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="reply:1",
        now=one.at + timedelta(days=1),
    )
    summing.count(lender, now=now)
    _erased(one.customer)
    summing.count(lender, now=now + timedelta(days=1), whole=True)
    one.outcome.refresh_from_db()
    assert (one.outcome.opted_out, one.outcome.zone) == (True, "Asia/Shanghai")
