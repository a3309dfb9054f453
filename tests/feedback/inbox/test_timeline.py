"""One page per customer: everything in one order of time, with a fixed number of queries."""

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from unittest import mock

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings, strategies as st

from accounts.holds import service as holds
from accounts.models import Customer, Repayment
from feedback.inbox import (
    actions,
    assignment,
    intent_labels,
    merged_pages,
    thread as thread_module,
    timeline,
)
from feedback.inbox.thread import thread
from messaging.explaining.next_contact import next_contacts
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
EVERYTHING = timeline.Looker(replies=True, complaints=True, care=True)
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


def busy(now: datetime) -> Any:
    loan = make.loan(lender=make_inbox.ready(make.lender()), as_of=now - 90 * MINUTE)
    found = make_inbox.conversation("我要投诉", at=now - 50 * MINUTE, customer=loan.customer)
    agent = make_inbox.agent()
    actions.complain(found, by=agent, now=now - 40 * MINUTE)
    actions.open_hardship(found, by=agent, now=now - 30 * MINUTE)
    Repayment.objects.create(
        reference="R1", loan=loan, paid_on=make.DAY, amount=Decimal("10"), recorded_at=now
    )
    actions.opt_out(found, by=agent, now=now - 20 * MINUTE)
    hold = holds.place(
        customer=loan.customer, kind="manual", reason="x", source="t", now=now - 10 * MINUTE
    )
    holds.release(hold, by=agent, reason="done", now=now - 5 * MINUTE)
    return loan.customer


def test_a_question_is_called_by_what_it_asks_in_the_thread_and_on_the_customers_page(
    now: datetime,
) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    found = make_inbox.conversation("怎么还款？App登不上去", at=now, customer=loan.customer)
    entries = timeline.timeline(loan.customer, looker=EVERYTHING).entries
    [on_the_page] = [each.what for each in entries if each.kind == "Reply"]
    [in_the_thread] = [each.title for each in thread(found).entries if each.kind == "reply"]
    assert on_the_page == in_the_thread == intent_labels.TOPICS[found.last_reply.topic]


def test_everything_is_there_newest_first(now: datetime) -> None:
    found = timeline.timeline(busy(now), looker=EVERYTHING)
    kinds = [entry.kind for entry in found.entries]
    wanted = {"Reply", "Complaint", "Hold", "Hold ended", "Hardship", "Repayment"}
    assert wanted | {"Suppression", "Figures of the core system"} <= set(kinds)
    assert kinds[0] == "Repayment"
    assert found.before is None


def test_what_customers_wrote_is_for_the_inbox_only(now: datetime) -> None:
    customer = busy(now)
    nobody = timeline.Looker(replies=False, complaints=False, care=False)
    texts = [f"{e.kind} {e.more}" for e in timeline.timeline(customer, looker=nobody).entries]
    assert not any("投诉" in text for text in texts)
    assert not any(text.startswith("Complaint") for text in texts)


def pages(customer: Customer) -> list[timeline.Entry]:
    """Every entry of the timeline, walked page by page by the links a screen would show."""
    seen: list[timeline.Entry] = []
    before = None
    while True:
        page = timeline.timeline(customer, looker=EVERYTHING, before=before)
        seen += page.entries
        if page.before is None:
            return seen
        before = merged_pages.read(merged_pages.write(page.before))


def test_older_entries_follow_page_by_page_and_none_is_lost(
    now: datetime, monkeypatch: Any
) -> None:
    customer = make.customer()
    for minute in range(7):
        make_inbox.reply("明天还", at=now - minute * MINUTE, customer=customer)
        holds.place(
            customer=customer, kind="manual", reason="x", source="t", now=now - minute * 3 * MINUTE
        )
    monkeypatch.setattr(timeline, "SHOWN", 3)
    seen = pages(customer)
    assert sum(entry.kind == "Reply" for entry in seen) == 7
    assert sum(entry.kind == "Hold" for entry in seen) == 7
    assert [entry.at for entry in seen] == sorted((entry.at for entry in seen), reverse=True)


# Minutes before now: few, so that many rows fall on one of them.
instants = st.lists(st.integers(0, 2), max_size=7)


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(held=instants, told=instants, heard=instants, shown=st.integers(2, 5))
def test_however_many_fall_on_one_instant_each_is_shown_once(
    now: datetime, held: list[int], told: list[int], heard: list[int], shown: int
) -> None:
    with transaction.atomic(), mock.patch.object(timeline, "SHOWN", shown):
        customer = make.customer()
        for serial, minute in enumerate(held):
            at = now - minute * MINUTE
            holds.place(customer=customer, kind="manual", reason=f"h{serial}", source="t", now=at)
        for serial, minute in enumerate(told):
            make.loan(customer=customer, loan_no=f"L{serial}", as_of=now - minute * MINUTE)
        for serial, minute in enumerate(heard):
            make_inbox.reply("明天还" + "。" * serial, at=now - minute * MINUTE, customer=customer)
        seen = pages(customer)
        transaction.set_rollback(True)
    assert Counter(entry.kind for entry in seen) == Counter(
        {"Hold": len(held), "Figures of the core system": len(told), "Reply": len(heard)}
    )
    assert len({entry.more for entry in seen}) == len(seen)
    assert [entry.at for entry in seen] == sorted((entry.at for entry in seen), reverse=True)


def test_a_thread_loses_nothing_of_one_instant(now: datetime, monkeypatch: Any) -> None:
    found = make_inbox.conversation("在吗", at=now)
    agent = make_inbox.agent()
    for serial in range(5):
        assignment.add_note(found, text=f"n{serial}", by=agent, now=now)
        make_inbox.reply(f"r{serial}", at=now, customer=found.customer)
    monkeypatch.setattr(thread_module, "SHOWN", 3)
    texts: list[str | None] = []
    before = None
    while True:
        page = thread(found, before=before)
        texts = [entry.text for entry in page.entries] + texts
        before = page.before
        if before is None:
            break
    wanted = ["在吗", *(f"{kind}{serial}" for kind in "rn" for serial in range(5))]
    assert texts == wanted


def test_a_faulty_link_begins_at_the_newest() -> None:
    for text in ("", "x", "20260915T103000.000000", "20260915T103000.000000_1", "1_2_3"):
        assert merged_pages.read(text) is None


def test_the_number_of_queries_is_fixed(now: datetime, django_assert_max_num_queries: Any) -> None:
    customer = busy(now)
    with django_assert_max_num_queries(13):
        timeline.timeline(customer, looker=EVERYTHING)
    with django_assert_max_num_queries(22):
        next_contacts(customer, now)


def test_the_next_reminder_is_what_the_engine_says(now: datetime) -> None:
    loan = make.loan(lender=make_inbox.ready(make.lender()))
    (contact,) = next_contacts(loan.customer, now)
    assert (contact.verdict.outcome, contact.at) == ("send", now)
    night = now + timedelta(hours=5)
    (contact,) = next_contacts(loan.customer, night)
    assert contact.why == "quiet hours"
    assert contact.at is not None
    assert contact.at > night
    holds.place(customer=loan.customer, kind="distress", reason="x", source="t", now=now)
    (contact,) = next_contacts(loan.customer, now)
    assert (contact.at, contact.why) == (None, "in distress")


def test_a_wrong_person_sees_to_it_that_the_thread_shows_no_debt(now: datetime) -> None:
    found = make_inbox.conversation("打错了", at=now)
    from messaging.models import Message

    Message.objects.create(
        lender=make.lender(),
        customer=found.customer,
        contact_point=found.contact_point,
        address_hash=found.address_hash,
        language="zh-hans",
        state="accepted",
        body="应还1234.56元",
        created_at=now - MINUTE,
        claimed_at=now - MINUTE,
        handed_over_at=now - MINUTE,
    )
    shown = thread(found)
    assert [entry.text for entry in shown.entries if entry.kind == "message"] == [None]
    found.masked = False
    assert "1234.56" in (thread(found).entries[0].text or "")
