"""Many in one act: what may not be touched stays and says why; it can be undone."""

from datetime import datetime

import pytest

from accounts.models import Hold
from feedback.inbox import assignment, in_bulk
from feedback.models import Conversation
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
OPEN, RESOLVED = Conversation.State.OPEN, Conversation.State.RESOLVED


def seen(*found: Conversation) -> dict[int, int]:
    return {each.pk: each.last_reply_id for each in found}


def states(*found: Conversation) -> list[str]:
    now = dict(Conversation.objects.values_list("pk", "state"))
    return [now[each.pk] for each in found]


def test_what_was_chosen_is_resolved_and_what_it_held_is_lifted(now: datetime) -> None:
    found = [make_inbox.conversation("怎么还款", at=now) for _ in range(3)]
    agent = make_inbox.agent()
    held = Hold.objects.filter(kind=Hold.Kind.UNREAD_REPLY, released_at=None)
    assert held.count() == 3
    outcome = in_bulk.resolve(seen(*found), by=agent, now=now)
    assert (outcome.done, outcome.left) == (3, [])
    assert states(*found) == [RESOLVED] * 3
    assert held.count() == 0
    assert {each.resolved_by for each in Conversation.objects.all()} == {agent}


def test_what_may_not_be_resolved_stays_and_says_why(now: datetime) -> None:
    mine, theirs, again, despair = (
        make_inbox.conversation(text, at=now) for text in ("好的", "好的", "好的", "不想活了")
    )
    agent, other = make_inbox.agent(), make_inbox.agent()
    assignment.take(theirs, by=other, now=now)
    chosen = seen(mine, theirs, again, despair)
    make_inbox.filed(make_inbox.reply("还有个问题", at=now, customer=again.customer), now)
    outcome = in_bulk.resolve(chosen, by=agent, now=now)
    assert outcome.done == 1
    assert states(mine, theirs, again, despair) == [RESOLVED, OPEN, OPEN, OPEN]
    why = {each.pk: reason for each, reason in outcome.left}
    assert str(other) in why[theirs.pk]
    assert set(why) == {theirs.pk, again.pk, despair.pk}


def test_all_small_talk_goes_and_nothing_else(now: datetime) -> None:
    thanks = [make_inbox.conversation(text, at=now) for text in ("好的", "谢谢", "👍")]
    question = make_inbox.conversation("怎么还款", at=now)
    theirs = make_inbox.conversation("好的", at=now)
    assignment.take(theirs, by=make_inbox.agent(), now=now)
    outcome = in_bulk.resolve_chatter(by=make_inbox.agent(), now=now)
    assert outcome.done == 3
    assert states(*thanks, question, theirs) == [RESOLVED] * 3 + [OPEN] * 2


def test_it_is_undone_by_who_did_it_except_where_the_customer_has_written_since(
    now: datetime,
) -> None:
    first, second = (make_inbox.conversation("好的", at=now) for _ in range(2))
    agent = make_inbox.agent()
    outcome = in_bulk.resolve(seen(first, second), by=agent, now=now)
    newer = make_inbox.filed(make_inbox.reply("在吗", at=now, customer=second.customer), now)
    assert in_bulk.reopen(outcome.key, by=make_inbox.agent(), now=now).done == 0
    undone = in_bulk.reopen(outcome.key, by=agent, now=now)
    assert (undone.done, len(undone.left)) == (1, 1)
    assert states(first, second, newer) == [OPEN, RESOLVED, OPEN]
    assert in_bulk.reopen("", by=agent, now=now).done == 0


def test_only_who_assigns_takes_from_a_colleague(now: datetime) -> None:
    found, theirs = (make_inbox.conversation("怎么还款", at=now) for _ in range(2))
    agent, other = make_inbox.agent(), make_inbox.agent()
    assignment.take(theirs, by=other, now=now)
    ids = [found.pk, theirs.pk]
    assert in_bulk.give(ids, to=agent, by=agent, now=now).done == 1
    assert in_bulk.give(ids, to=agent, by=make.staff("supervisor"), now=now).done == 1
    assert set(Conversation.objects.values_list("owner", flat=True)) == {agent.pk}


def test_the_number_of_queries_does_not_follow_the_rows(
    now: datetime, django_assert_max_num_queries
) -> None:
    found = [make_inbox.conversation("好的", at=now) for _ in range(12)]
    agent = make_inbox.agent()
    with django_assert_max_num_queries(25):
        in_bulk.resolve(seen(*found), by=agent, now=now)
