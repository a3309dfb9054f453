"""What happened to somebody says more than what it was filed under; a person corrects a reading."""

from datetime import datetime, timedelta

import pytest
from django.utils import translation

from accounts.errors import Refused
from accounts.models import Hold
from feedback.checklists import steps
from feedback.inbox import about, actions, checking
from feedback.models import Conversation
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
BEREAVED = "我妈上周走了，这几天真没心情谈这个"


def test_a_death_in_the_family_is_heard_shown_and_has_steps_of_its_own(now: datetime) -> None:
    customer = make.loan().customer
    found = make_inbox.conversation(BEREAVED, at=now, customer=customer)
    assert Hold.objects.filter(customer=customer, kind="bereavement").exists()
    of = about.about(found, now)
    assert of == "bereavement"
    keys = [each.step.key for each in steps.standing(found, about=of)]
    assert keys[0] == "condoled"
    assert "asked" not in keys
    agent = make_inbox.agent()
    for key in keys:
        checking.tick(found, key=key, done=True, by=agent, now=now)
    assert checking.resolve(found, by=agent, now=now).state == "resolved"
    assert about.about(found, now + timedelta(days=31)) == found.intent


def test_a_death_that_was_not_heard_is_noted_with_one_press(now: datetime) -> None:
    customer = make.loan().customer
    found = make_inbox.conversation("最近家里事多", at=now, customer=customer)
    agent = make_inbox.agent()
    first = actions.bereave(found, by=agent, now=now)
    assert actions.bereave(found, by=agent, now=now) == first
    assert first.until == now + timedelta(days=30)
    assert about.about(Conversation.objects.get(), now) == "bereavement"


def test_what_gives_way_to_nothing_is_called_by_its_own_name(now: datetime) -> None:
    found = make_inbox.conversation(BEREAVED, at=now)
    found.intent = "complaint"
    assert about.about(found, now) == "complaint"


def test_a_reading_is_corrected_and_nothing_is_done_twice(now: datetime) -> None:
    found = make_inbox.conversation("家里出了点事", at=now, customer=make.loan().customer)
    agent, holds = make_inbox.agent(), Hold.objects.count()
    actions.read_as(found, intent="dispute", by=agent, now=now)
    fresh = Conversation.objects.get()
    assert fresh.intent == "dispute"
    assert fresh.due_at <= now + timedelta(hours=4)
    assert Hold.objects.count() == holds
    with pytest.raises(Refused):
        actions.read_as(fresh, intent="distress", by=agent, now=now)
    Conversation.objects.update(intent="distress")
    with translation.override("en"), pytest.raises(Refused, match="call"):
        actions.read_as(fresh, intent="other", by=agent, now=now)
