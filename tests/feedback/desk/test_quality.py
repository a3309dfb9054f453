"""Quality is looked at by somebody else, once, with four scores."""

from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts.errors import Refused
from feedback.desk import quality
from feedback.inbox import assignment
from feedback.models import Conversation, ConversationEvent
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
BEST = dict.fromkeys(quality.QUESTIONS, "2")


def done(by, now: datetime) -> Conversation:
    found = make_inbox.conversation("怎么还款", at=now)
    return assignment.resolve(found, by=by, now=now)


def test_three_of_each_persons_are_drawn_and_none_of_ones_own(now: datetime) -> None:
    boss, one, two = make.staff("supervisor"), make_inbox.agent(), make_inbox.agent()
    for person in (boss, one, one, one, one, two):
        done(person, now - timedelta(hours=1))
    drawn = quality.sample(by=boss, now=now)
    assert sorted(who for _pk, who in drawn) == sorted([one.pk] * 3 + [two.pk])
    quality.look(Conversation.objects.get(pk=drawn[0][0]), scores=BEST, note="", by=boss, now=now)
    assert drawn[0] not in quality.sample(by=boss, now=now)


def test_scores_become_a_mean_of_the_person(now: datetime) -> None:
    boss, agent = make.staff("supervisor"), make_inbox.agent()
    quality.look(done(agent, now - HOUR), scores=BEST, note="很好", by=boss, now=now)
    some = {**BEST, "kind": "0", "finished": "1"}
    quality.look(done(agent, now - HOUR), scores=some, note="", by=boss, now=now)
    found = quality.results(now - timedelta(days=1), now + timedelta(minutes=1))
    assert found == {agent.pk: quality.Quality(looks=2, mean=6.5)}


@translation.override("en")
def test_ones_own_work_twice_and_half_a_look_are_refused(now: datetime) -> None:
    boss, agent = make.staff("supervisor"), make_inbox.agent()
    own, found = done(boss, now), done(agent, now - HOUR)
    with pytest.raises(Refused, match="own"):
        quality.look(own, scores=BEST, note="", by=boss, now=now)
    with pytest.raises(Refused, match="four"):
        quality.look(found, scores={**BEST, "kind": "9"}, note="", by=boss, now=now)
    quality.look(found, scores=BEST, note="", by=boss, now=now)
    with pytest.raises(Refused, match="already"):
        quality.look(found, scores=BEST, note="", by=boss, now=now)


@translation.override("en")
def test_nobody_chooses_what_is_looked_at(now: datetime) -> None:
    """A friend's best work, or an enemy's worst, picked by hand."""
    boss, agent = make.staff("supervisor"), make_inbox.agent()
    made = [done(agent, now - HOUR) for _n in range(quality.EACH + 2)]
    drawn = {pk for pk, _who in quality.sample(by=boss, now=now)}
    picked = next(each for each in made if each.pk not in drawn)
    with pytest.raises(Refused, match="sample"):
        quality.look(picked, scores=BEST, note="", by=boss, now=now)


@pytest.mark.parametrize("detail", ["2222:{me}", "3222:1", "222:1", "2222:"])
def test_the_database_refuses_a_look_at_ones_own_work_and_half_a_one(
    now: datetime, detail: str
) -> None:
    agent = make_inbox.agent()
    found = done(agent, now)
    with pytest.raises(IntegrityError), transaction.atomic():
        ConversationEvent.objects.create(
            conversation=found,
            at=now,
            by=agent,
            what="reviewed",
            detail=detail.format(me=agent.pk),
        )
