"""The next channel takes the place of a message once, when that is over, and never beside it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Customer, Lender, Loan
from messaging.dispatch import next_channel
from messaging.dispatch.claim import claim
from messaging.dispatch.loop import dispatch
from messaging.inbound import replies
from messaging.models import Decision, Message, Run, SandboxText, Suppression
from messaging.models.message_states import OVER, TRANSITIONS, MessageState
from messaging.planning.service import plan
from messaging.report import caps, gap
from messaging.report.parts import Period
from messaging.runs import control
from messaging.runs.release import release
from messaging.suppression.service import suppress
from tests import make, make_channels, make_runs
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db

EVENING = timedelta(hours=11)
"""From the morning of the plan to 19:30, within the preferred hours."""


@pytest.fixture
def ready() -> Lender:
    lender = make_runs.ready_lender()
    make_channels.ready(lender)
    return lender


@pytest.fixture
def evening(now: datetime) -> FixedClock:
    return FixedClock(make.MORNING + EVENING)


def released(lender: Lender, phone: str = "+8613800000404") -> Run:
    customer = make.customer(phone=phone)
    make_channels.address(customer)
    make.loan(lender=lender, customer=customer)
    run = plan(lender=lender, day=make.DAY, by=make_runs.planner(), now=make.MORNING)
    return release(run.pk, by=make.staff("supervisor"), now=make.MORNING, expected_count=1)


def sent(lender: Lender, clock: FixedClock, **columns: Any) -> Message:
    """The text has left; `columns` say what became of it."""
    released(lender)
    dispatch(clock=clock.clock)
    message = Message.objects.get()
    assert message.state == "accepted"
    if columns:
        Message.objects.update(**columns)
        message.refresh_from_db()
    return message


def undelivered(lender: Lender, clock: FixedClock) -> Message:
    return sent(lender, clock, state="undelivered", final_at=clock.wall, error_code="EXPIRED")


def test_what_could_not_be_delivered_goes_by_mail_the_same_evening(
    ready: Lender, evening: FixedClock
) -> None:
    text = undelivered(ready, evening)
    assert next_channel.follow(now=evening.wall) == 1
    dispatch(clock=evening.clock)
    mail = Message.objects.get(follows=text)
    assert (mail.channel, mail.state, mail.reason) == ("email", "accepted", "")
    assert mail.gateway.channel == "email"
    assert SandboxText.objects.filter(channel="email").count() == 1


def test_the_next_channel_comes_once(ready: Lender, evening: FixedClock) -> None:
    undelivered(ready, evening)
    assert [next_channel.follow(now=evening.wall) for _ in range(3)] == [1, 0, 0]


def test_the_database_lets_nothing_follow_what_may_still_be_sent(
    ready: Lender, evening: FixedClock
) -> None:
    released(ready)
    mail = Message.objects.get()
    mail.pk, mail.follows_id, mail.channel = None, mail.pk, "email"
    with pytest.raises(IntegrityError, match="over"), transaction.atomic():
        mail.save()


def test_what_may_be_followed_never_comes_to_be_sent_again() -> None:
    back = {MessageState.QUEUED, MessageState.CLAIMED, MessageState.HANDING_OVER}
    assert not [move for move in TRANSITIONS if move[0] in OVER and move[1] in back]
    assert not OVER & (back | {MessageState.UNKNOWN, MessageState.CANCELLED, MessageState.EXPIRED})


def test_the_database_lets_one_message_alone_follow(ready: Lender, evening: FixedClock) -> None:
    text = undelivered(ready, evening)
    next_channel.follow(now=evening.wall)
    mail = Message.objects.get(follows=text)
    mail.pk, mail.channel = None, "wechat"
    with pytest.raises(IntegrityError), transaction.atomic():
        mail.save()


def test_what_was_delivered_is_followed_when_it_stays_unread(
    ready: Lender, evening: FixedClock
) -> None:
    sent(ready, evening, state="delivered", final_at=evening.wall)
    assert next_channel.follow(now=evening.wall + timedelta(hours=3, minutes=59)) == 0
    assert next_channel.follow(now=evening.wall + timedelta(hours=4)) == 1


def test_what_was_read_or_answered_is_not_followed(ready: Lender, evening: FixedClock) -> None:
    text = sent(ready, evening, state="delivered", final_at=evening.wall, read_at=evening.wall)
    next_channel.follow(now=evening.wall + timedelta(hours=24))
    claim(now=evening.wall + timedelta(hours=24))
    mail = Message.objects.get(follows=text)
    assert (mail.state, mail.reason) == ("blocked", "already_read")
    assert Decision.objects.latest("pk").reason == "already_read"


def test_an_unread_text_counts_for_caps_and_the_mail_waits(
    ready: Lender, evening: FixedClock
) -> None:
    text = sent(ready, evening, state="delivered", final_at=evening.wall)
    next_channel.follow(now=evening.wall + timedelta(hours=4))
    Loan.objects.update(as_of=evening.wall + timedelta(hours=22))
    claim(now=evening.wall + timedelta(hours=23))
    mail = Message.objects.get(follows=text)
    assert (mail.state, mail.reason) == ("queued", "minimum_gap")
    assert mail.not_before is not None
    assert mail.not_before >= evening.wall + timedelta(hours=24)


def test_an_opt_out_of_texts_ends_the_plan(ready: Lender, evening: FixedClock) -> None:
    text = undelivered(ready, evening)
    next_channel.follow(now=evening.wall)
    suppress(
        channel="sms",
        address_hash=bytes(text.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="t",
        now=evening.wall,
    )
    mail = Message.objects.get(follows=text)
    assert (mail.state, mail.reason) == ("cancelled", "opted_out")
    assert next_channel.follow(now=evening.wall) == 0


def test_an_opt_out_before_the_next_channel_is_seen_at_its_claim(
    ready: Lender, evening: FixedClock
) -> None:
    text = undelivered(ready, evening)
    suppress(
        channel="sms",
        address_hash=bytes(text.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="t",
        now=evening.wall,
    )
    next_channel.follow(now=evening.wall)
    claim(now=evening.wall)
    mail = Message.objects.get(follows=text)
    assert (mail.state, mail.reason) == ("blocked", "suppressed")


def test_nothing_follows_in_a_stopped_run_but_in_a_finished_one_it_does(
    ready: Lender, evening: FixedClock
) -> None:
    text = undelivered(ready, evening)
    assert control.finish_if_done(text.run_id, now=evening.wall)
    next_channel.follow(now=evening.wall)
    dispatch(clock=evening.clock)
    assert Message.objects.get(follows=text).state == "accepted"


def test_a_stopped_run_is_left_alone(ready: Lender, evening: FixedClock) -> None:
    text = undelivered(ready, evening)
    control.stop(text.run_id, by=make.staff("supervisor"), now=evening.wall)
    assert next_channel.follow(now=evening.wall) == 0


def test_what_was_cancelled_is_not_followed(ready: Lender, evening: FixedClock) -> None:
    released(ready)
    Message.objects.update(state="cancelled", reason="opted_out", final_at=evening.wall)
    assert next_channel.follow(now=evening.wall + timedelta(days=2)) == 0
    assert Message.objects.get().next_channel == ""


def test_the_report_counts_what_took_the_place_of_another_once(
    ready: Lender, evening: FixedClock
) -> None:
    undelivered(ready, evening)
    next_channel.follow(now=evening.wall)
    dispatch(clock=evening.clock)
    end = evening.wall + timedelta(days=1)
    period = Period(since=make.MORNING, until=end, now=end)
    assert Message.objects.filter(handed_over_at__isnull=False).count() == 2
    assert caps.check(period).violation_count == 0
    assert gap.check(period).violation_count == 0


def test_a_number_found_dead_at_the_claim_goes_by_mail(ready: Lender, evening: FixedClock) -> None:
    released(ready)
    Customer.objects.get().contact_points.filter(channel="sms").update(state="unreachable")
    claim(now=evening.wall)
    text = Message.objects.get()
    assert (text.state, text.reason) == ("blocked", "unreachable")
    next_channel.follow(now=evening.wall)
    dispatch(clock=evening.clock)
    assert Message.objects.get(follows=text).state == "accepted"


def test_a_reply_since_counts_as_read(ready: Lender, evening: FixedClock) -> None:
    text = sent(ready, evening, state="delivered", final_at=evening.wall)
    number = Customer.objects.get().contact_points.get(channel="sms").address
    replies.take(address=number, text="谢谢", now=evening.wall + timedelta(hours=1))
    next_channel.follow(now=evening.wall + timedelta(hours=4))
    claim(now=evening.wall + timedelta(hours=24))
    assert Message.objects.get(follows=text).reason == "already_read"
