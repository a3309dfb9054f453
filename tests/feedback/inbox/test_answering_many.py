"""One approved answer for many who ask the same: each is judged by themselves, first to be looked
at and again as it is sent."""

import re
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BulkJob, Lender, User
from feedback.inbox import answering_many, assignment
from feedback.models import Conversation
from messaging.models import Message, Suppression
from messaging.suppression import service as suppressions
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOW = "您好，可通过手机银行还款。"


@pytest.fixture(autouse=True)
def lender(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Lender:
    monkeypatch.setattr("config.clock.now", lambda: now)
    return make_inbox.ready(make.lender())


def asks(now: datetime, text: str = "请问怎么还款", **columns: Any) -> Conversation:
    customer = make.customer(**columns)
    make.loan(customer=customer, lender=Lender.objects.get(), as_of=make.MORNING)
    return make_inbox.conversation(text, at=now, customer=customer)


def chosen(*found: Conversation) -> list[tuple[int, int]]:
    return [(each.pk, each.last_reply_id) for each in found]


def desk(by: User) -> Client:
    client = Client()
    client.force_login(by)
    return client


def test_whoever_may_not_be_answered_is_left_out_with_the_reason(
    now: datetime, django_assert_max_num_queries: Any
) -> None:
    answer = make_inbox.snippet(HOW)
    agent, other = make_inbox.agent(), make_inbox.agent()
    fine, theirs, again, stopped, despair = (
        asks(now, text) for text in ("怎么还款", "怎么还款", "怎么还款", "怎么还款", "不想活了")
    )
    english = asks(now, "How do I pay?", language="en")
    assignment.take(theirs, by=other, now=now)
    seen = chosen(fine, theirs, again, stopped, despair, english)
    make_inbox.reply("还有个问题", at=now, customer=again.customer)
    make_inbox.filed(make_inbox.reply("再问一句", at=now, customer=again.customer), now)
    suppressions.suppress(
        channel="sms",
        address_hash=bytes(stopped.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source="x",
        now=now,
    )
    with django_assert_max_num_queries(45):
        lines = answering_many.look(seen, template_id=answer.template_id, by=agent, now=now)
    told = {line.conversation.pk: line.refused for line in lines}
    assert told.pop(fine.pk) == ""
    assert HOW in lines[0].text
    assert str(other) in told[theirs.pk]
    assert all(told.values())
    assert len(set(told.values())) == 5
    assert lines[0].wrote == ["怎么还款"]


def test_its_queries_do_not_grow_with_the_people(
    now: datetime, django_assert_max_num_queries: Any, django_assert_num_queries: Any
) -> None:
    answer, agent = make_inbox.snippet(HOW), make_inbox.agent()
    few, many = [asks(now) for _ in range(2)], [asks(now) for _ in range(9)]
    with django_assert_max_num_queries(45) as counted:
        answering_many.look(chosen(*few), template_id=answer.template_id, by=agent, now=now)
    with django_assert_num_queries(len(counted)):
        answering_many.look(chosen(*many), template_id=answer.template_id, by=agent, now=now)


def test_from_the_inbox_to_the_texts_to_the_result_of_each(now: datetime) -> None:
    answer, agent = make_inbox.snippet(HOW), make_inbox.agent()
    found = [asks(now), asks(now), asks(now), asks(now, "我要投诉你们")]
    despair = asks(now, "不想活了")
    found.append(despair)
    client = desk(agent)
    shown = [f"{each.pk}.{each.last_reply_id}" for each in found]
    to = client.post(reverse("admin:inbox_together"), {"what": "answer", "one": shown})
    job = BulkJob.objects.get()
    assert to.headers["Location"] == reverse("admin:many", args=[job.pk])
    begin = reverse("admin:many_begin", args=[job.pk])
    assert "查看每个人的内容" in client.get(to.headers["Location"]).content.decode()
    page = client.post(begin, {"template": answer.template_id}).content.decode()
    assert not Message.objects.exists()
    ticked = re.findall(r'name="row"\s+value="(\d+)"\s+checked', page)
    assert [int(each) for each in ticked] == [each.pk for each in found[:3]]
    assert page.count(HOW) == 4
    said = {"template": answer.template_id, "checked": "1", "row": ticked[:2]}
    for _twice in range(2):
        client.post(begin, said)
    assert Message.objects.count() == 2
    results = dict(job.rows.values_list("object_id", "state"))
    assert [results[each.pk] for each in found] == [*("done",) * 2, *("refused",) * 3]
    assert "危险" in job.rows.get(object_id=despair.pk).said


def test_more_than_can_be_read_are_refused(now: datetime) -> None:
    client = desk(make_inbox.agent())
    many = [f"{n}.{n}" for n in range(1, answering_many.MOST + 2)]
    to = client.post(reverse("admin:inbox_together"), {"what": "answer", "one": many})
    assert (to.headers["Location"], BulkJob.objects.count()) == (reverse("admin:inbox"), 0)
