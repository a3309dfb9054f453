"""What waits, or is about to leave, is decided anew when what it was decided by changes."""

from datetime import datetime

import pytest

from accounts.contact import confirming, consents
from accounts.contact.wishes import record
from messaging.models import Message
from messaging.planning.service import plan
from tests import make, make_runs

pytestmark = pytest.mark.django_db


@pytest.fixture
def claimed(now: datetime) -> Message:
    """A text that a worker has rendered and not yet begun to hand over."""
    lender = make_runs.ready_lender()
    make.loan(lender=lender, as_of=now)
    run = plan(lender=lender, day=make.DAY, by=None, now=now)
    return make_runs.message(run, state="claimed", at=now, handed_over_at=None)


def test_revoking_consent_takes_back_what_is_about_to_leave(
    claimed: Message, now: datetime
) -> None:
    customer = claimed.customer
    consents.give(
        customer, kind="night_contact", via="call", evidence="x", by=make.staff("agent"), now=now
    )
    consents.revoke(customer, kind="night_contact", how="call", by=make.staff("agent"), now=now)
    claimed.refresh_from_db()
    assert (claimed.state, claimed.body, claimed.not_before) == ("queued", None, now)


def test_what_the_customer_asks_for_reaches_what_is_about_to_leave(
    claimed: Message, now: datetime
) -> None:
    record(claimed.customer, hours="morning", channel="", language="", now=now)
    claimed.refresh_from_db()
    assert claimed.state == "queued"


def test_a_text_held_for_its_number_is_decided_about_once_that_is_confirmed(
    claimed: Message, now: datetime
) -> None:
    Message.objects.filter(pk=claimed.pk).update(
        state="queued", reason="number_not_fresh", not_before=None, held_at=now
    )
    point = claimed.contact_point
    confirming.confirm(
        point, on=make.DAY, evidence="call", by=make.staff("agent"), today=make.DAY, now=now
    )
    claimed.refresh_from_db()
    assert claimed.not_before == now


def test_what_has_left_is_not_touched(claimed: Message, now: datetime) -> None:
    Message.objects.filter(pk=claimed.pk).update(state="handing_over", handed_over_at=now)
    record(claimed.customer, hours="morning", channel="", language="", now=now)
    claimed.refresh_from_db()
    assert claimed.state == "handing_over"
