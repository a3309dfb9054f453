"""What a reply holds is lifted by a person who has read it, as far as they have read."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.utils import translation

from accounts.errors import Refused
from accounts.models import Hold, User
from feedback.inbox import actions, assignment, filing, reading
from feedback.models import Conversation
from messaging.dispatch.loop import dispatch
from messaging.models import Message
from tests import make, make_inbox, make_outbox
from tests.make_outbox import FixedClock

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def unread() -> int:
    return Hold.objects.filter(kind="unread_reply", released_at=None).count()


Act = Callable[[Conversation, User, datetime], Any]
READING: dict[str, Act] = {
    "said to be read": lambda found, by, now: assignment.mark_read(found, by=by, now=now),
    "resolved": lambda found, by, now: assignment.resolve(found, by=by, now=now),
    "opted out": lambda found, by, now: actions.opt_out(found, by=by, now=now),
    "to be called back": lambda found, by, now: actions.call_back(found, by=by, now=now),
}
NOT_READING: dict[str, Act] = {
    "taken": lambda found, by, now: assignment.take(found, by=by, now=now),
    "looked at": lambda found, by, now: assignment.look_at(found, by=by),
    "noted": lambda found, by, now: assignment.add_note(found, text="x", by=by, now=now),
    "snoozed": lambda found, by, now: assignment.snooze(found, until=now + HOUR, by=by, now=now),
}


@pytest.mark.parametrize("act", READING)
def test_who_acts_with_the_thread_before_them_has_read_it(now: datetime, act: str) -> None:
    found, agent = make_inbox.conversation("咕噜咕噜", at=now), make_inbox.agent()
    READING[act](found, agent, now)
    hold = Hold.objects.get(kind="unread_reply")
    assert (hold.released_at, hold.released_by) == (now, agent)
    assert hold.release_reason == f"Read in conversation #{found.pk}"


@pytest.mark.parametrize("act", NOT_READING)
def test_looking_taking_noting_and_snoozing_lift_nothing(now: datetime, act: str) -> None:
    found = make_inbox.conversation("咕噜咕噜", at=now)
    NOT_READING[act](found, make_inbox.agent(), now)
    assert unread() == 1


@pytest.mark.parametrize("act", ["said to be read", "opted out", "to be called back"])
def test_what_came_after_the_page_was_drawn_has_not_been_read(now: datetime, act: str) -> None:
    found, agent = make_inbox.conversation("咕噜咕噜", at=now), make_inbox.agent()
    make_inbox.conversation("咕噜", at=now + HOUR, customer=found.customer)
    READING[act](found, agent, now + HOUR)
    assert unread() == 1
    found.refresh_from_db()
    assert found.unread


def test_nobody_resolves_what_has_come_since(now: datetime) -> None:
    found = make_inbox.conversation("咕噜咕噜", at=now)
    make_inbox.conversation("咕噜", at=now + HOUR, customer=found.customer)
    with pytest.raises(Refused, match="written again"):
        assignment.resolve(found, by=make_inbox.agent(), now=now + HOUR)
    assert unread() == 2
    assert Conversation.objects.get().state == "open"


def test_reading_lifts_it_for_everybody_behind_the_number(now: datetime) -> None:
    phone = make.sandbox_phone()
    one, _other = make.customer(phone=phone), make.customer(phone=phone)
    found = make_inbox.filed(make_inbox.reply("咕噜", at=now, customer=one), now)
    assert unread() == 2
    assignment.mark_read(found, by=make_inbox.agent(), now=now)
    assert unread() == 0


def test_the_text_goes_on_once_it_has_been_read(now: datetime) -> None:
    message = make_outbox.message()
    assert message.customer is not None
    found = make_inbox.conversation("咕噜", at=now, customer=message.customer)
    dispatch(clock=FixedClock(now).clock)
    assignment.mark_read(found, by=make_inbox.agent(), now=now)
    dispatch(clock=FixedClock(now).clock)
    assert Message.objects.get().state == "accepted"


def test_whatever_holds_until_it_is_read_is_in_an_open_conversation(now: datetime) -> None:
    """Else nobody would ever read it."""
    taken = make_inbox.reply("T", at=now)
    type(taken).objects.filter(pk=taken.pk).update(needs_reading=True)
    found = filing.file_reply(taken.pk, now)
    assert found is not None
    assert (found.state, found.unread) == ("open", True)
    assert not reading.holds_of(found)
