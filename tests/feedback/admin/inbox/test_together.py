"""The bar above the inbox: what may not be touched stays and says why; it can be undone."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import BulkJob, User
from feedback.inbox import assignment
from feedback.models import Conversation
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
OPEN, RESOLVED = "open", "resolved"


@pytest.fixture(autouse=True)
def _now(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def press(by: User, what: str, *chosen: Conversation, **said: object) -> str:
    """Where it leads to."""
    client = Client()
    client.force_login(by)
    shown = [f"{each.pk}.{each.last_reply_id}" for each in chosen]
    answer = client.post(
        reverse("admin:inbox_together"), {"what": what, "one": shown, "place": "tab=all", **said}
    )
    return answer.headers["Location"]


def left() -> dict[int, str]:
    """Of the act done last: conversation → why it was left as it was."""
    rows = BulkJob.objects.latest("pk").rows
    return dict(rows.filter(state="refused").values_list("object_id", "said"))


def states(*found: Conversation) -> list[str]:
    now = dict(Conversation.objects.values_list("pk", "state"))
    return [now[each.pk] for each in found]


def test_what_was_done_without_exception_comes_back_to_the_list(now: datetime) -> None:
    found = [make_inbox.conversation("好的", at=now) for _ in range(3)]
    to = press(make_inbox.agent(), "resolve", *found)
    assert to == f"{reverse('admin:inbox')}?tab=all&done={BulkJob.objects.latest('pk').pk}"
    assert states(*found) == [RESOLVED] * 3


def test_what_may_not_be_resolved_stays_and_its_page_says_why(now: datetime) -> None:
    mine, theirs, again, despair, unread = (
        make_inbox.conversation(text, at=now)
        for text in ("好的", "好的", "好的", "不想活了", "我不同意这个金额，你们算错了")
    )
    other = make_inbox.agent()
    assignment.take(theirs, by=other, now=now)
    make_inbox.filed(make_inbox.reply("还有个问题", at=now, customer=again.customer), now)
    to = press(make_inbox.agent(), "resolve", mine, theirs, again, despair, unread)
    assert to == reverse("admin:many", args=[BulkJob.objects.latest("pk").pk])
    assert states(mine, theirs, again, despair, unread) == [RESOLVED, *[OPEN] * 4]
    assert set(left()) == {theirs.pk, again.pk, despair.pk, unread.pk}
    assert str(other) in left()[theirs.pk]


def test_all_small_talk_goes_and_nothing_else(now: datetime) -> None:
    thanks = [make_inbox.conversation(text, at=now) for text in ("好的", "谢谢", "👍")]
    question = make_inbox.conversation("怎么还款", at=now)
    theirs = make_inbox.conversation("好的", at=now)
    assignment.take(theirs, by=make_inbox.agent(), now=now)
    press(make_inbox.agent(), "chatter")
    assert states(*thanks, question, theirs) == [RESOLVED] * 3 + [OPEN] * 2


def test_it_is_undone_except_where_the_customer_has_written_since(
    client: Client, now: datetime
) -> None:
    first, second = (make_inbox.conversation("好的", at=now) for _ in range(2))
    agent = make_inbox.agent()
    press(agent, "resolve", first, second)
    newer = make_inbox.filed(make_inbox.reply("在吗", at=now, customer=second.customer), now)
    client.force_login(agent)
    client.post(reverse("admin:many_undo", args=[BulkJob.objects.latest("pk").pk]))
    assert states(first, second, newer) == [OPEN, RESOLVED, OPEN]
    assert set(left()) == {second.pk}


def test_only_who_assigns_takes_from_a_colleague(now: datetime) -> None:
    found, theirs = (make_inbox.conversation("怎么还款", at=now) for _ in range(2))
    agent, other = make_inbox.agent(), make_inbox.agent()
    assignment.take(theirs, by=other, now=now)
    press(agent, "take", found, theirs)
    assert set(left()) == {theirs.pk}
    press(make.staff("supervisor"), "give", found, theirs, to=agent.pk)
    assert set(Conversation.objects.values_list("owner", flat=True)) == {agent.pk}


def test_a_colleague_who_is_none_is_asked_for_again(now: datetime) -> None:
    found = make_inbox.conversation("怎么还款", at=now)
    to = press(make.staff("supervisor"), "give", found, to="x")
    assert to == f"{reverse('admin:inbox')}?tab=all"
    assert not BulkJob.objects.exists()
