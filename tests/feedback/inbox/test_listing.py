"""The list: distress on top, then by due time; pages by key; search exact and never in a URL."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from feedback.inbox import assignment, listing
from feedback.models import Conversation
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def shown(tab: str, by: Any, now: datetime, after: str = "") -> list[int]:
    return [row.conversation.pk for row in listing.page(tab, by=by, now=now, after=after).rows]


def test_distress_stands_on_top_and_the_rest_by_due_time(now: datetime) -> None:
    late = make_inbox.conversation("怎么还款", at=now)
    soon = make_inbox.conversation("我要投诉", at=now)
    urgent = make_inbox.conversation("不想活了", at=now + HOUR)
    assert shown("all", make_inbox.agent(), now) == [urgent.pk, soon.pk, late.pk]


def test_tabs_tell_mine_from_nobodys_and_hide_what_is_snoozed(now: datetime) -> None:
    agent = make_inbox.agent()
    mine, free, later, done = (make_inbox.conversation(at=now) for _ in range(4))
    assignment.take(mine, by=agent, now=now)
    assignment.snooze(later, until=now + HOUR, by=agent, now=now)
    assignment.resolve(done, by=agent, now=now)
    assert shown("mine", agent, now) == [mine.pk]
    assert shown("free", agent, now) == [free.pk]
    assert shown("snoozed", agent, now) == [later.pk]
    assert shown("resolved", agent, now) == [done.pk]
    assert set(shown("mine", agent, now + 2 * HOUR)) == {mine.pk, later.pk}


@pytest.mark.parametrize("tab", ["all", "snoozed", "resolved"])
def test_pages_by_key_show_each_once(now: datetime, monkeypatch: Any, tab: str) -> None:
    monkeypatch.setattr(listing, "PER_PAGE", 2)
    agent = make_inbox.agent()
    for _ in range(5):
        found = make_inbox.conversation(at=now)
        if tab == "snoozed":
            assignment.snooze(found, until=now + HOUR, by=agent, now=now)
        if tab == "resolved":
            assignment.resolve(found, by=agent, now=now)
    seen: list[int] = []
    after = ""
    for _ in range(3):
        page = listing.page(tab, by=agent, now=now, after=after)
        seen += [row.conversation.pk for row in page.rows]
        after = page.after
    assert after == ""
    assert sorted(seen) == sorted(Conversation.objects.values_list("pk", flat=True))
    assert len(shown(tab, agent, now, "no such key")) == 2


def test_the_list_is_two_queries_and_asking_whether_it_changed_is_one(
    now: datetime, django_assert_num_queries: Any
) -> None:
    agent = make_inbox.agent()
    for _ in range(5):
        make_inbox.conversation(at=now)
    with django_assert_num_queries(2):
        page = listing.page("all", by=agent, now=now)
    with django_assert_num_queries(1):
        assert listing.version("all", by=agent, now=now) == page.version
    make_inbox.conversation(at=now)
    assert listing.version("all", by=agent, now=now) != page.version


def test_a_number_is_masked_and_a_long_text_is_cut(now: datetime) -> None:
    make_inbox.conversation("请问" * 60, at=now)
    (row,) = listing.page("all", by=make_inbox.agent(), now=now).rows
    assert "****" in row.number
    assert len(row.snippet) <= listing.SNIPPET


def test_search_finds_by_phone_by_loan_and_by_customer_exactly(now: datetime) -> None:
    loan = make.loan()
    found = make_inbox.conversation(at=now, customer=loan.customer)
    make_inbox.conversation(at=now)
    number = loan.customer.contact_points.get().address
    person = make_inbox.agent()
    for typed in (number, number.removeprefix("+86"), loan.loan_no, loan.customer.customer_no):
        assert listing.find(typed, by=person, now=now) == [found], typed
    assert listing.find(number[:-1], by=person, now=now) == []
    assert listing.find("", by=person, now=now) == []


def test_search_finds_a_number_that_stands_in_nobodys_file(now: datetime) -> None:
    from messaging.inbound import replies

    number = make.sandbox_phone()
    taken = replies.take(address=number, text="你们是谁", now=now)
    found = make_inbox.filed(taken, now)
    assert listing.find(number, by=make_inbox.agent(), now=now) == [found]


def test_search_is_a_post_and_puts_no_number_into_a_url(now: datetime) -> None:
    found = make_inbox.conversation(at=now)
    desk_ = Client()
    desk_.force_login(make_inbox.agent())
    assert found.contact_point is not None
    number = found.contact_point.address
    assert desk_.get(reverse("admin:inbox_find"), {"find": number}).status_code == 405
    answer = desk_.post(reverse("admin:inbox_find"), {"find": number})
    assert answer["Location"] == reverse("admin:conversation", args=[found.pk])


def test_the_next_one_is_mine_before_nobodys(now: datetime) -> None:
    agent = make_inbox.agent()
    free, mine, done = (make_inbox.conversation(at=now) for _ in range(3))
    assignment.take(mine, by=agent, now=now)
    assert listing.next_after(done, by=agent, now=now) == mine
    assignment.resolve(mine, by=agent, now=now)
    assert listing.next_after(done, by=agent, now=now) == free
