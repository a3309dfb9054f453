"""How fast it was served: by the first thing a person did for the customer."""

from datetime import datetime, timedelta

import pytest

from feedback.desk import levels
from feedback.inbox import actions, assignment
from feedback.models import Conversation
from tests import make_inbox

pytestmark = pytest.mark.django_db
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
ZONE = "Asia/Shanghai"


def measured(now: datetime) -> levels.Levels:
    return levels.levels(now - 7 * DAY, now + MINUTE, zone=ZONE)


def test_the_first_act_of_a_person_is_the_answer_and_a_note_is_none(now: datetime) -> None:
    begun = now - 3 * DAY
    found, agent = make_inbox.conversation("怎么还款", at=begun), make_inbox.agent()
    assignment.add_note(found, text="看一下", by=agent, now=begun + MINUTE)
    actions.call_back(found, by=agent, now=begun + 10 * MINUTE)
    assignment.resolve(found, by=agent, now=begun + 60 * MINUTE)
    level = measured(now).by_person[agent.pk]
    assert (level.came, level.answered, level.in_time, level.late, level.ended) == (1, 1, 1, 0, 1)
    assert (level.first_half, level.end_half, level.share) == (600, 3600, 100)


def test_what_is_late_counts_whether_it_was_answered_or_not(now: datetime) -> None:
    agent = make_inbox.agent()
    make_inbox.conversation("怎么还款", at=now - 2 * DAY)
    late = make_inbox.conversation("怎么还款", at=now - 2 * DAY)
    assignment.resolve(late, by=agent, now=now)
    make_inbox.conversation("怎么还款", at=now)  # its time is not over
    level = measured(now).all
    assert (level.came, level.late, level.share) == (3, 2, 0)


def test_what_the_machine_dealt_with_is_not_counted(now: datetime) -> None:
    make_inbox.conversation("TD", at=now - DAY)
    assert Conversation.objects.filter(state="resolved").count() == 1
    assert measured(now).all == levels.Level()


def test_a_figure_is_the_rows_it_leads_to(now: datetime, django_assert_num_queries) -> None:
    agent = make_inbox.agent()
    for hours in (1, 30, 60):
        found = make_inbox.conversation("怎么还款", at=now - timedelta(hours=hours))
        if hours != 30:
            assignment.resolve(found, by=agent, now=now)
    with django_assert_num_queries(1):
        level = measured(now).all
    since, until = now - 7 * DAY, now + MINUTE
    for of, number in ((levels.LATE, level.late), (levels.ANSWERED, level.answered), ("", 3)):
        assert levels.rows(since, until, of=of, by=None).count() == number, of
    assert levels.rows(since, until, of="", by=agent.pk).count() == 2
