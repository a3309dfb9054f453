"""How soon a reply is looked at, by what it means."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.inbox.urgency import CARE, SEVERE, care_of, due_at, more_urgent
from feedback.models.conversation import ORDINARY, PRESSING, URGENT
from messaging.models import Reply
from messaging.replies.intents import Intent

AT = datetime(2026, 9, 15, 10, tzinfo=UTC)


def reply(intent: str, **said: object) -> Reply:
    return Reply(intent=intent, received_at=AT, **said)


def test_every_meaning_has_its_care():
    assert set(CARE) == set(Intent)


def test_distress_comes_at_once_and_before_everything():
    care = care_of(reply(Intent.DISTRESS))
    assert (care.due, care.urgency) == (timedelta(0), URGENT)
    assert all(more_urgent(Intent.DISTRESS, other) == Intent.DISTRESS for other in Intent)


def test_what_names_an_authority_is_pressing_and_due_within_the_hour():
    for intent in (Intent.COMPLAINT, Intent.OTHER):
        care = care_of(reply(intent, severe=True))
        assert (care.due, care.urgency) == (SEVERE, PRESSING)
    assert care_of(reply(Intent.DISTRESS, severe=True)).urgency == URGENT


def test_what_the_machine_has_done_is_due_at_once_and_for_nobody():
    done = reply(Intent.OPT_OUT, severe=True)
    assert care_of(done).due is None
    assert due_at(done) == AT


def test_what_holds_texts_until_it_is_read_is_looked_at():
    care = care_of(reply(Intent.RATING, needs_reading=True))
    assert (care.due, care.urgency) == (CARE[Intent.OTHER].due, ORDINARY)


def test_a_meaning_nobody_listed_is_looked_at_like_any_other_text():
    assert care_of(reply("new")) == CARE[Intent.OTHER]
    assert due_at(reply("new")) == AT + timedelta(hours=24)


@pytest.mark.parametrize(
    ("one", "other", "first"),
    [
        (Intent.PROMISE, Intent.COMPLAINT, Intent.COMPLAINT),
        ("new", Intent.OTHER, Intent.OTHER),
        ("new", "newer", "new"),
    ],
)
def test_of_two_meanings_the_more_urgent_is_seen_to_first(one, other, first):
    assert more_urgent(one, other) == first
