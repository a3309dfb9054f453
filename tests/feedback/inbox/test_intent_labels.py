"""What codes of the inbox are called."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone, translation

from accounts.models import User
from feedback.inbox import intent_labels
from feedback.models import ConversationEvent
from messaging.models import Reply
from messaging.replies.intents import Intent
from messaging.replies.topics import Topic

What = ConversationEvent.What


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"), timezone.override("Asia/Shanghai"):
        yield


def told(what: str, detail: str, people=None) -> str:
    return intent_labels.detail(ConversationEvent(what=what, detail=detail), people or {})


def test_every_meaning_is_called_something():
    assert set(intent_labels.INTENTS) == set(Intent)
    assert set(intent_labels.TOPICS) == set(Topic)
    asked = Reply(topic=Topic.GENUINE)
    assert intent_labels.topic(Intent.OTHER, asked) == "Is it really from us?"
    assert intent_labels.topic(Intent.COMPLAINT, asked) == ""
    assert intent_labels.intent(Intent.DISTRESS) == "Distress"
    assert intent_labels.intent("new") == "new"


def test_a_meaning_looks_as_grave_as_it_is():
    assert intent_labels.look(Intent.COMPLAINT) == "hc-bad"
    assert intent_labels.look(Intent.OTHER) == intent_labels.look("new") == ""


def test_what_happened_is_told_in_words():
    people = {7: User(username="chen")}
    assert "chen" in told(What.HANDED_OVER, "to:7", people)
    assert told(What.HANDED_OVER, "to:9", people) == ""
    assert told(What.HANDED_OVER, "to:nobody") == ""
    at = datetime(2026, 9, 15, 10, tzinfo=UTC)
    assert told(What.SNOOZED, at.isoformat()) == "2026-09-15 18:00"
    assert told(What.ALARM_CLOSED, "call:1") == "by a call"
    assert told(What.ALARM_CLOSED, "supervisor") == "by a supervisor"
    assert told(What.ACTED, "complaint:3") == "Complaint logged"
    assert told(What.ACTED, "cause:hardship") == "Cause of delay: Hardship"
    assert told(What.ACTED, "cause:new") == "Cause of delay: new"
    assert told(What.ACTED, "new:1") == "new"
