"""What became of an episode, counted from the ledger and from what the customer said."""

from datetime import timedelta

import pytest

from feedback.effect import outcomes, summing
from feedback.models import Complaint, EpisodeOutcome, Promise
from messaging.models import Suppression
from messaging.suppression.service import suppress
from tests import make, make_care, make_complaints

pytestmark = pytest.mark.django_db


def _counted(lender, now):
    summing.count(lender, now=now)
    return EpisodeOutcome.objects.get()


def test_money_is_counted_by_the_day_it_was_paid(lender, assigned, paid, now):
    episode = assigned(ago=20, amount_due=100)
    paid(episode, 40, after=2)
    paid(episode, 60, after=9)
    paid(episode, 500, after=31)
    found = _counted(lender, now)
    assert (found.first_paid, found.fully_paid) == (2, 9)
    assert found.repaid == [0, 40, 40, 100, 100]


def test_money_from_before_the_assignment_is_none_of_it(lender, assigned, paid, now):
    paid(assigned(ago=20), 100, after=-1)
    found = _counted(lender, now)
    assert (found.first_paid, found.repaid) == (None, [0] * 5)


def test_money_that_went_back_was_not_repaid(lender, assigned, paid, now):
    episode = assigned(ago=20, amount_due=100)
    bounced = paid(episode, 100, after=3)
    paid(episode, -100, after=3, reverses=bounced)
    paid(episode, 30, after=8)
    found = _counted(lender, now)
    assert (found.first_paid, found.fully_paid, found.repaid[-1]) == (8, None, 30)


def test_harm_is_what_was_said_within_thirty_days(lender, assigned, now):
    episode = assigned(ago=31)
    before, within, after = (
        make_complaints.logged(episode.at + timedelta(days=days), customer=episode.loan.customer)
        for days in (-1, 29, 31)
    )
    assert _counted(lender, now).complained
    Complaint.objects.filter(pk=within.pk).update(opened_at=after.opened_at)
    assert not _counted(lender, now).complained
    assert before.opened_at < episode.at


def test_an_opt_out_of_the_customers_number_is_theirs(lender, assigned, now):
    episode = assigned(ago=5)
    point = episode.customer.contact_points.first()
    suppress(
        channel=point.channel,
        address_hash=bytes(point.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="reply:1",
        now=episode.at + timedelta(days=1),
    )
    found = _counted(lender, now)
    assert (found.opted_out, found.wrong_person, found.distressed) == (True, False, False)


def test_what_is_long_over_is_looked_at_when_something_comes_in(lender, assigned, paid, now):
    assert outcomes.first_open_day(make.DAY) == make.DAY - timedelta(days=37)
    old, open_still = assigned(ago=38, amount_due=100), assigned(ago=37)
    assert summing.count(lender, now=now) == 2
    assert summing.count(lender, now=now) == 1
    late = paid(old, 100, after=12)
    assert summing.count(lender, now=now) == 2
    old.outcome.refresh_from_db()
    assert (old.outcome.fully_paid, open_still.outcome.fully_paid) == (12, None)
    paid(old, -100, after=12, reverses=late)
    summing.count(lender, now=now)
    old.outcome.refresh_from_db()
    assert (old.outcome.fully_paid, old.outcome.repaid[-1]) == (None, 0)


def test_a_promise_counts_when_it_was_made_since_and_kept(lender, assigned, now):
    episode = assigned(ago=20)
    for made, state in ((-2, "kept"), (1, "broken"), (4, "kept")):
        at = episode.at + timedelta(days=made)
        promise = make_care.promise(now=at, loan=episode.loan)
        judged = at + timedelta(days=5)
        Promise.objects.filter(pk=promise.pk).update(state=state, judged_at=judged, ended_at=judged)
    assert _counted(lender, now).promise_kept == 9
