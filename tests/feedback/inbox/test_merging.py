"""One customer writing from two numbers is one piece of work, and can be taken apart again."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from accounts.models import Customer
from feedback.inbox import actions, assignment, merging, thread
from feedback.models import Conversation, ConversationReply
from messaging.inbound import replies
from messaging.models import Reply, Suppression
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SECOND = "13800009999"


def writes(customer: Customer, text: str, at: datetime, number: str = "") -> Reply:
    address = number or customer.contact_points.order_by("pk").first().address
    return replies.take(address=address, text=text, now=at, gateway_ref="")


@pytest.fixture
def both(now: datetime) -> tuple[Conversation, Conversation]:
    """The customer asks from one number, and says from the other that they cannot pay."""
    person = make.customer()
    make.contact_point(customer=person, address=SECOND)
    one = make_inbox.filed(writes(person, "请问怎么还款", now), now)
    two = make_inbox.filed(writes(person, "失业了，实在还不起", now + HOUR, SECOND), now + HOUR)
    assert one.customer == two.customer == person
    return one, two


def merged(both: Any, now: datetime, **more: Any) -> Conversation:
    one, two = both
    how = {"by": make_inbox.agent(), "reason": "同一个人的两个号码", "now": now + HOUR, **more}
    return merging.merge(one, other=two, **how)


def test_merged_the_graver_intent_and_the_earlier_clock_hold(both: Any, now: datetime) -> None:
    one, two = both
    earliest = min(one.due_at, two.due_at)
    into = merged(both, now)
    two.refresh_from_db()
    assert (into.intent, into.due_at, into.last_reply) == ("hardship", earliest, two.last_reply)
    assert (two.state, two.merged_into) == ("resolved", into)
    said = [entry.text for entry in thread.thread(into).entries if entry.kind == thread.REPLY]
    assert len(said) == 2
    why = [entry.text for entry in thread.thread(into).entries if entry.kind == thread.EVENT]
    assert why.count("同一个人的两个号码") == 2  # said in both


def test_who_acts_on_what_was_merged_meanwhile_is_told_so(both: Any, now: datetime) -> None:
    """Their page was older; nothing is sent, and a note is still added."""
    one, two = both
    into = merged(both, now)
    other = make_inbox.agent()
    with pytest.raises(Refused, match=r"merged into another|已合并"):
        assignment.take(two, by=other, now=now + HOUR)
    assignment.add_note(two, text="说好周五再打", by=other, now=now + HOUR)
    assert "说好周五再打" in [entry.text for entry in thread.thread(into).entries]


def test_what_either_number_writes_goes_on_there(both: Any, now: datetime) -> None:
    into = merged(both, now)
    later = now + 2 * HOUR
    for number in ("", SECOND):
        assert make_inbox.filed(writes(into.customer, "在吗", later, number), later).pk == into.pk
    assert ConversationReply.objects.filter(conversation=into).count() == 4


def test_taken_apart_each_has_what_its_own_number_wrote(both: Any, now: datetime) -> None:
    into, later = merged(both, now), now + 2 * HOUR
    last = writes(into.customer, "还有别的办法吗", later, SECOND)
    make_inbox.filed(last, later)
    into.refresh_from_db()
    agent = into.owner
    apart = merging.take_apart(into, other=both[1], by=agent, reason="是家人的号码", now=later)
    assert (apart.state, apart.merged_into, apart.owner) == ("open", None, agent)
    assert apart.last_reply == last
    assert set(apart.filed_replies.values_list("reply", flat=True)) == {
        both[1].last_reply_id,
        last.pk,
    }
    into.refresh_from_db()
    assert into.last_reply == both[0].last_reply
    assert make_inbox.filed(writes(into.customer, "好的", later, SECOND), later).pk == apart.pk


def test_a_clock_stands_still_only_where_both_wait(both: Any, now: datetime) -> None:
    one, _two = both
    agent = make_inbox.agent()
    assignment.wait_for_customer(one, until=now + 72 * HOUR, by=agent, now=now)
    one.refresh_from_db()
    into = merged((one, both[1]), now, by=agent)
    assert (into.waits_since, into.snoozed_until) == (None, None)
    assert into.due_at <= both[1].due_at


def test_what_is_refused(both: Any, now: datetime) -> None:
    one, two = both
    agent, colleague = make_inbox.agent(), make_inbox.agent()
    other = make_inbox.conversation(at=now)
    for into, gone, reason in ((one, other, "误"), (one, one, "误"), (one, two, " ")):
        with pytest.raises(Refused):
            merging.merge(into, other=gone, by=agent, reason=reason, now=now)
    assignment.take(two, by=colleague, now=now)
    with pytest.raises(Refused, match=str(colleague)):
        merging.merge(one, other=two, by=agent, reason="同一人", now=now)
    into = merged(both, now, by=make.staff("supervisor"))
    assert into.owner == colleague
    with pytest.raises(Refused):
        assignment.reopen(two, by=agent, now=now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Conversation.objects.filter(pk=other.pk).update(
            merged_into=into, state="resolved", resolved_at=now
        )


def test_distress_is_merged_into_and_never_away(both: Any, now: datetime) -> None:
    one, two = both
    make_inbox.filed(writes(one.customer, "活着没意思，不想活了", now, SECOND), now)
    two.refresh_from_db()
    with pytest.raises(Refused):
        merged((one, two), now)
    assert merged((two, one), now).intent == "distress"


def test_an_opt_out_holds_for_all_numbers_and_a_wrong_person_is_asked_which(
    both: Any, now: datetime
) -> None:
    into = merged(both, now)
    with pytest.raises(Refused):
        actions.mark_wrong_person(into, by=into.owner, now=now + HOUR)
    actions.opt_out(into, by=into.owner, now=now + HOUR)
    assert Suppression.objects.filter(kind="opt_out").count() == 2


def test_it_is_done_from_the_customer_s_card(
    both: Any, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now + HOUR)
    one, two = both
    client.force_login(make_inbox.agent())
    page = reverse("admin:conversation", args=[one.pk])
    assert reverse("admin:conversation_merge", args=[one.pk]) in client.get(page).content.decode()
    typed = {"seen": two.last_reply_id, "other": two.pk, "reason": "同一人"}
    client.post(reverse("admin:conversation_merge", args=[one.pk]), typed)
    apart = reverse("admin:conversation_take_apart", args=[one.pk])
    assert apart in client.get(page).content.decode()
    assert page in client.get(reverse("admin:conversation", args=[two.pk])).content.decode()
    client.post(apart, typed)
    two.refresh_from_db()
    assert two.state == "open"


def test_a_supervisor_merges_and_takes_apart_what_an_agent_has(
    both: Any, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now + HOUR)
    one, two = both
    assignment.take(one, by=make_inbox.agent(), now=now)
    addresses = [
        reverse(f"admin:conversation{step}", args=[one.pk])
        for step in ("", "_merge", "_take_apart")
    ]
    page, merges, apart = addresses
    client.force_login(make_inbox.agent())
    assert merges not in client.get(page).content.decode()
    client.force_login(make.staff("supervisor"))
    assert merges in client.get(page).content.decode()
    client.post(merges, {"seen": two.last_reply_id, "other": two.pk, "reason": "同一人"})
    two.refresh_from_db()
    assert two.merged_into_id == one.pk
    assert apart in client.get(page).content.decode()
