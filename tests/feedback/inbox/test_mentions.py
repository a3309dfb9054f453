"""Whom a note names finds it among their own work, until they have done something about it."""

from datetime import datetime

import pytest

from feedback.inbox import assignment, listing, mentions
from tests import make, make_inbox

pytestmark = pytest.mark.django_db


def test_colleagues_are_named_by_login_or_name_and_nobody_else(now: datetime) -> None:
    one, two = make_inbox.agent(), make_inbox.agent()
    outside = make.staff("administrator")
    text = f"@{one.username} 请看 @{two} ，谢谢 @{outside.username} x@{one.username}"
    assert set(mentions.named(text, by=make_inbox.agent())) == {one, two}
    assert mentions.named(text, by=one) == [two]
    assert mentions.named("没有提到谁", by=one) == []


def test_it_stands_in_their_work_until_they_answer_it(now: datetime) -> None:
    found, other = make_inbox.conversation("怎么还款", at=now), make_inbox.conversation(at=now)
    author, named = make_inbox.agent(), make_inbox.agent()
    assignment.add_note(found, text=f"@{named.username} 能帮忙看看吗", by=author, now=now)

    def shown() -> list[int]:
        page = listing.page(listing.MENTIONED, by=named, now=now)
        return [row.conversation.pk for row in page.rows]

    assert shown() == [found.pk]
    assert listing.counts(named, now)[listing.MENTIONED] == 1
    assignment.add_note(other, text="别的事", by=named, now=now)
    assert shown() == [found.pk]
    assignment.add_note(found, text="看过了", by=named, now=now)
    assert shown() == []


def test_a_hand_over_says_what_a_colleague_should_know(now: datetime) -> None:
    found, agent, other = make_inbox.conversation(at=now), make_inbox.agent(), make_inbox.agent()
    assignment.hand_over(found, to=other, by=agent, now=now, summary="客户下午方便接电话")
    event = found.events.get(what="handed_over")
    assert (event.note, event.detail) == ("客户下午方便接电话", f"user:{other.pk}")
