"""Filing: every reply is in a conversation, once, whoever heard of it."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.models import Customer
from feedback.inbox import filing, urgency
from feedback.models import CallTask, Conversation, ConversationReply
from messaging.models import Reply
from messaging.replies.intents import Intent
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def test_a_reply_opens_a_conversation_due_by_its_intent(now: datetime) -> None:
    found = make_inbox.conversation("我要投诉", at=now)
    assert (found.intent, found.due_at) == ("complaint", now + 2 * HOUR)
    assert (found.state, found.unread, found.owner) == ("open", True, None)


def test_the_next_reply_continues_it_and_the_more_urgent_intent_stands(now: datetime) -> None:
    person = make.customer()
    first = make_inbox.conversation("怎么还款", at=now, customer=person)
    again = make_inbox.conversation("我要投诉", at=now + HOUR, customer=person)
    last = make_inbox.conversation("好的谢谢", at=now + 2 * HOUR, customer=person)
    assert first.pk == again.pk == last.pk
    last.refresh_from_db()
    assert (last.intent, last.due_at) == ("complaint", now + 3 * HOUR)
    assert last.last_at == now + 2 * HOUR


def test_distress_comes_before_everything_and_asks_for_a_call(now: datetime) -> None:
    found = make_inbox.conversation("不想活了", at=now)
    assert (found.urgency, found.due_at) == (0, now)
    task = CallTask.objects.get()
    assert (task.customer, task.reason, task.urgency) == (found.customer, "distress", 0)


def test_distress_is_filed_together_with_its_call_or_not_at_all(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = make_inbox.reply("不想活了", at=now)

    def killed(*_args: Any, **_kwargs: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(filing, "ask_after_distress", killed)
    with pytest.raises(KeyboardInterrupt):
        filing.file_reply(taken.pk, now)
    monkeypatch.undo()
    assert not ConversationReply.objects.exists()
    assert filing.file_missed(now) == 1
    assert CallTask.objects.get().reason == "distress"


def test_a_plain_opt_out_is_filed_and_waits_for_nobody(now: datetime) -> None:
    found = make_inbox.conversation("TD", at=now)
    assert (found.state, found.resolved_by) == ("resolved", None)


def test_a_wrong_person_hides_the_debt(now: datetime) -> None:
    assert make_inbox.conversation("打错了，不是本人", at=now).masked


def test_a_number_in_nobodys_file_has_a_conversation_too(now: datetime) -> None:
    from messaging.inbound import replies

    taken = replies.take(address="+8619900000001", text="你们是谁", now=now)
    found = filing.file_reply(taken.pk, now)
    assert found is not None
    assert found.customer is None
    again = replies.take(address="+8619900000001", text="说话", now=now)
    assert filing.file_reply(again.pk, now) == found


def test_a_reply_is_filed_once(now: datetime) -> None:
    taken = make_inbox.reply("怎么还款", at=now)
    assert filing.file_reply(taken.pk, now) is not None
    assert filing.file_reply(taken.pk, now) is None
    assert ConversationReply.objects.count() == 1


def test_the_sweep_files_what_nobody_heard_of(now: datetime) -> None:
    people = [make.customer() for _ in range(3)]
    for person in people:
        make_inbox.reply("怎么还款", at=now, customer=person)
    assert filing.file_missed(now) == 3
    assert filing.file_missed(now) == 0
    assert ConversationReply.objects.count() == Reply.objects.count() == 3


TEXTS = ["怎么还款", "TD", "我要投诉", "打错了", "不想活了", "好的谢谢", "5"]


class _Undo(Exception):
    pass


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(said=st.lists(st.tuples(st.integers(0, 4), st.sampled_from(TEXTS)), max_size=9))
def test_filed_together_as_one_by_one(
    people: list[Customer], now: datetime, said: list[tuple[int, str]]
) -> None:
    left = []
    for together in (True, False):
        try:
            with transaction.atomic():
                taken = [make_inbox.reply(text, at=now, customer=people[n]) for n, text in said]
                if together:
                    assert filing.file_missed(now) == len(said)
                else:
                    for reply in taken:
                        filing.file_reply(reply.pk, now)
                left.append(_everything([reply.pk for reply in taken]))
                raise _Undo
        except _Undo:
            pass
    assert left[0] == left[1]


def _everything(replies: list[int]) -> list[object]:
    """What filing leaves, replies by their place."""
    place = {pk: n for n, pk in enumerate(replies)}
    columns = ("customer", "contact_point", "state", "intent", "urgency", "due_at", "last_reply")
    more = ("last_at", "unread", "masked", "opened_at", "changed_at", "resolved_at", "pk")
    talks = {
        row[-1]: (*row[:6], place[row[6]], *row[7:-1])
        for row in Conversation.objects.values_list(*columns, *more)
    }
    filed = ConversationReply.objects.values_list("reply", "conversation")
    return [
        sorted((place[reply], repr(talks[talk])) for reply, talk in filed),
        sorted(CallTask.objects.values_list("customer", "reason", "urgency")),
    ]


@pytest.fixture
def people(db: None) -> list[Customer]:
    return [make.customer() for _ in range(5)]


def test_replies_that_nobody_filed_are_filed_by_one_worker_at_a_time(
    people: list[Customer], now: datetime
) -> None:
    make_inbox.reply("怎么还款", at=now, customer=people[0])
    beside = connection.copy()
    try:
        with beside.cursor() as other:
            other.execute("SELECT pg_advisory_lock(%s)", [filing._FILER])
            assert filing.file_missed(now) == 0
            other.execute("SELECT pg_advisory_unlock(%s)", [filing._FILER])
        assert filing.file_missed(now) == 1
    finally:
        beside.close()


def test_a_reply_that_was_committed_too_late_is_found_by_a_second_look(
    people: list[Customer], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "LOOK_BACK", 0)
    late = make_inbox.reply("不想活了", at=now, customer=people[0])
    make_inbox.conversation(at=now, customer=people[1])
    assert filing.file_missed(now) == 0
    assert filing.file_late(now + 3 * 24 * HOUR) == 0
    assert filing.file_late(now + 24 * HOUR) == 1
    assert filing.file_late(now + 24 * HOUR) == 0
    assert ConversationReply.objects.filter(reply=late).exists()


def test_after_some_seconds_the_rest_is_left_for_the_next_time(
    people: list[Customer], now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "AT_ONCE", 2)
    for person in people:
        make_inbox.reply("怎么还款", at=now, customer=person)
    assert filing.file_missed(now, seconds=0) == 2
    assert filing.file_missed(now) == 3


def test_many_cost_hardly_more_queries_than_one(
    people: list[Customer], now: datetime, django_assert_max_num_queries: Any
) -> None:
    for person in people:
        make_inbox.reply("怎么还款", at=now, customer=person)
    with django_assert_max_num_queries(11):
        assert filing.file_missed(now) == 5


def test_after_a_resolution_a_new_conversation_begins(now: datetime) -> None:
    from feedback.inbox import assignment

    person, agent = make.customer(), make_inbox.agent()
    first = make_inbox.conversation("怎么还款", at=now, customer=person)
    assignment.resolve(first, by=agent, now=now)
    second = make_inbox.conversation("还有一个问题", at=now + HOUR, customer=person)
    assert second.pk != first.pk
    assert Conversation.objects.filter(state="open").get() == second


def test_a_reply_wakes_what_was_snoozed(now: datetime) -> None:
    from feedback.inbox import assignment

    person, agent = make.customer(), make_inbox.agent()
    first = make_inbox.conversation("怎么还款", at=now, customer=person)
    assignment.snooze(first, until=now + 24 * HOUR, by=agent, now=now)
    again = make_inbox.conversation("在吗", at=now + HOUR, customer=person)
    assert again.snoozed_until is None
    assert again.owner == agent


def test_every_intent_has_a_due_time_or_needs_nobody() -> None:
    assert set(urgency.CARE) == set(Intent)
    distress = Reply(intent="distress", received_at=make.MORNING)
    assert urgency.due_at(distress) == make.MORNING


def test_what_names_an_authority_comes_before_the_rest_and_after_distress() -> None:
    for intent in Intent:
        severe = urgency.care_of(Reply(intent=intent, severe=True, needs_reading=True))
        assert severe.urgency == (0 if intent == "distress" else 1)
        assert severe.due is not None
        assert severe.due <= urgency.SEVERE
