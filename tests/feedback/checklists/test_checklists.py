"""Checklists beside a thread: ticked on record, asked for when resolving, changed in versions."""

from datetime import datetime, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse

from accounts.errors import Refused
from feedback.checklists import editing, steps
from feedback.inbox import checking
from feedback.models import Checklist, Conversation, ConversationEvent
from feedback.models.checklist import FEWEST, INTENTS, MOST
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


@pytest.fixture
def hard(now: datetime) -> Conversation:
    return make_inbox.conversation("失业了，实在还不起", at=now)


def standing(found: Conversation) -> list[bool]:
    return [each.is_done for each in steps.standing(found)]


def test_the_product_brings_three_to_six_steps_for_each_intent_in_two_languages() -> None:
    assert set(steps.shipped()) == {*map(str, INTENTS)}
    for brought in steps.shipped().values():
        assert FEWEST <= len(brought) <= MOST
        assert all(step.key and step.zh and step.en for step in brought)


def test_a_tick_says_who_and_when_and_is_taken_back_on_record(
    hard: Conversation, now: datetime
) -> None:
    agent = make_inbox.agent()
    key = steps.standing(hard)[1].step.key
    for _twice in range(2):
        checking.tick(hard, key=key, done=True, by=agent, now=now + HOUR)
    done = steps.standing(hard)[1]
    assert (done.by, done.at) == (agent, now + HOUR)
    checking.tick(hard, key=key, done=False, by=agent, now=now + HOUR)
    assert not any(standing(hard))
    told = hard.events.filter(what__in=["ticked", "unticked"])
    assert list(told.order_by("pk").values_list("what", flat=True)) == ["ticked", "unticked"]


def test_resolving_with_steps_open_asks_for_a_reason_and_keeps_it(
    hard: Conversation, now: datetime
) -> None:
    agent = make_inbox.agent()
    with pytest.raises(checking.StepsAreOpen):
        checking.resolve(hard, by=agent, now=now)
    checking.resolve(hard, by=agent, now=now, reason="已转门店处理")
    hard.refresh_from_db()
    assert hard.state == "resolved"
    event = hard.events.get(what=ConversationEvent.What.RESOLVED)
    assert event.note == "已转门店处理"


def test_with_all_steps_done_or_no_checklist_it_resolves_as_before(
    hard: Conversation, now: datetime
) -> None:
    agent = make_inbox.agent()
    for each in steps.standing(hard):
        checking.tick(hard, key=each.step.key, done=True, by=agent, now=now)
    assert checking.resolve(hard, by=agent, now=now).state == "resolved"
    plain = make_inbox.conversation("请问怎么还款", at=now)
    assert checking.resolve(plain, by=agent, now=now).state == "resolved"


def test_a_new_version_keeps_the_ticks_of_what_reads_as_before(
    hard: Conversation, now: datetime
) -> None:
    agent, boss = make_inbox.agent(), make.staff("supervisor")
    first, *_others = steps.standing(hard)
    checking.tick(hard, key=first.step.key, done=True, by=agent, now=now)
    lines = {"zh": ["新的一步", first.step.zh, "再一步"], "en": ["New", first.step.en, "Another"]}
    more = {"by": boss, "reason": "分公司的流程", "now": now}
    made = editing.save("hardship", **lines, seen=0, **more)
    editing.confirm(made, by=make.staff("supervisor"), now=now)
    assert standing(hard) == [False, True, False]
    with pytest.raises(Refused):
        editing.save("hardship", **lines, seen=0, **more)  # somebody else was first
    for bad in (
        {"zh": ["一", "二"], "en": ["1", "2"]},
        {"zh": ["一", "二", "三"], "en": ["1", "2"]},
        {"zh": ["一"] * 3, "en": ["1"] * 3},
        {"zh": ["一" * 121, "二", "三"], "en": ["1", "2", "3"]},
    ):
        with pytest.raises(Refused):
            editing.save("hardship", **bad, seen=1, **more)
    with pytest.raises(DatabaseError), transaction.atomic():
        Checklist.objects.update(steps=[])


def test_it_stands_beside_the_thread_and_resolving_asks_there(
    hard: Conversation, now: datetime, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)
    client.force_login(make_inbox.agent())
    page = reverse("admin:conversation", args=[hard.pk])
    first = steps.standing(hard)[0].step
    assert first.text in client.get(page).content.decode()
    seen = {"seen": hard.last_reply_id}
    act = reverse("admin:conversation_tick", args=[hard.pk])
    client.post(act, {**seen, "step": first.key, "done": "1"})
    assert standing(hard)[0]
    resolve = reverse("admin:conversation_resolve", args=[hard.pk])
    asked = client.post(resolve, seen).content.decode()
    assert 'name="reason"' in asked
    client.post(resolve, {**seen, "reason": "客户已到门店"})
    hard.refresh_from_db()
    assert hard.state == "resolved"


def test_a_supervisor_changes_it_on_its_page_and_an_agent_reads_it(
    client: Client, now: datetime
) -> None:
    page, save = reverse("admin:checklists"), reverse("admin:checklist_save", args=["dispute"])
    typed = {"zh": "一\n二\n三", "en": "1\n2", "seen": "0", "reason": "试"}
    client.force_login(make_inbox.agent())
    assert client.get(page).status_code == 200
    assert client.post(save, typed).status_code == 403
    client.force_login(make.staff("supervisor"))
    assert "一\n二\n三" in client.post(save, typed).content.decode()  # nothing typed is lost
    assert client.post(save, {**typed, "en": "1\n2\n3"}).status_code == 302
    confirm = reverse("admin:checklist_confirm", args=[steps.waiting().get().pk])
    assert confirm not in client.get(page).content.decode()
    client.force_login(make.staff("supervisor"))
    assert confirm in client.get(page).content.decode()
    assert "一 · 二 · 三" in client.get(reverse("admin:second_person")).content.decode()
    assert client.post(confirm).status_code == 302
    assert [step.zh for step in steps.in_force("dispute")] == ["一", "二", "三"]


def test_nobody_alone_says_what_colleagues_do_with_a_customer(now: datetime) -> None:
    """One supervisor had agents send customers to an account, and took the call out of distress."""
    boss, other = make.staff("supervisor"), make.staff("supervisor")
    said = {"by": boss, "reason": "新的流程", "now": now}
    lines = {"zh": ["请客户转到 6222021234567890123", "二", "三"], "en": ["Pay", "2", "3"]}
    with pytest.raises(Refused, match="6222021234567890123"):
        editing.save("hardship", **lines, seen=0, **said)
    lines = {"zh": ["不用回电", "直接结案", "三"], "en": ["No call", "Close", "Three"]}
    made = editing.save("distress", **lines, seen=0, **said)
    assert steps.in_force("distress") == steps.shipped()["distress"]
    with pytest.raises(Refused, match="另一人"):
        editing.confirm(made, by=boss, now=now)
    mine = Checklist.objects.filter(pk=made.pk)
    for by_hand in (
        lambda: mine.update(decided_by=boss, decided_at=now),
        lambda: mine.update(decided_by=other, decided_at=now, steps=[]),
        lambda: mine.delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            by_hand()
    newer = editing.save("distress", **lines | {"zh": ["打电话", "二", "三"]}, seen=1, **said)
    with pytest.raises(Refused):
        editing.confirm(made, by=other, now=now)  # replaced since it was read
    editing.confirm(newer, by=other, now=now)
    assert steps.in_force("distress")[0].zh == "打电话"
    with pytest.raises(Refused):
        editing.confirm(newer, by=other, now=now)
