"""What the desks read is found by indexes, whatever the number of rows.

Over a handful of rows the planner reads whole tables, so that is forbidden to it here: where it
still does, no index serves the question.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.admin import site
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import ContactPoint
from feedback.calls import listing as calls
from feedback.holds import ledger as hold_ledger
from feedback.inbox import filing, listing, masking, merged_pages, timeline
from feedback.inbox.thread import thread
from feedback.models import Complaint
from feedback.surveys import results as survey_results
from tests import make, make_inbox

pytestmark = pytest.mark.django_db
LARGE = (
    *("accounts_customer", "accounts_loan", "accounts_contactpoint", "accounts_repayment"),
    *("accounts_hold", "messaging_message", "messaging_reply", "messaging_call"),
    *("messaging_suppression", "feedback_conversation", "feedback_conversationevent"),
    *("feedback_conversationreply", "feedback_calltask", "feedback_complaint"),
    *("feedback_promise", "feedback_hardshipcase", "feedback_survey"),
)
_WHOLE = re.compile(rf"Seq Scan on ({'|'.join(LARGE)})\b")


def read_whole(look: Callable[[], Any]) -> list[str]:
    """The large tables that are read from end to end."""
    with CaptureQueriesContext(connection) as asked:
        look()
    plans = []
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        for query in asked:
            if query["sql"].startswith(("SELECT", "WITH")):
                cursor.execute("EXPLAIN " + query["sql"])
                plans += [row[0] for row in cursor.fetchall()]
        cursor.execute("SET LOCAL enable_seqscan = on")
    assert plans
    return _WHOLE.findall("\n".join(plans))


@pytest.mark.parametrize("tab", [*listing.TABS])
def test_a_tab_of_the_inbox(now: datetime, tab: str) -> None:
    make_inbox.conversation("在吗", at=now)
    agent = make_inbox.agent()
    assert read_whole(lambda: listing.page(tab, by=agent, now=now)) == []
    assert read_whole(lambda: listing.counts(agent, now)) == []


@pytest.mark.parametrize("typed", ["13800000000", "L00000001", "C00000001"])
def test_a_search_in_the_inbox(typed: str, now: datetime) -> None:
    agent = make_inbox.agent()
    assert read_whole(lambda: listing.find(typed, by=agent, now=now)) == []


def test_a_thread_and_a_customers_timeline(now: datetime) -> None:
    found = make_inbox.conversation("在吗", at=now)
    all_of_it = timeline.Looker(replies=True, complaints=True, care=True)
    before = merged_pages.Place(now, 3, 5)
    for place in (None, before):
        assert read_whole(lambda at=place: thread(found, before=at)) == []
        assert (
            read_whole(
                lambda at=place: timeline.timeline(found.customer, looker=all_of_it, before=at)
            )
            == []
        )


def test_second_looks_of_the_inbox(now: datetime) -> None:
    found = make_inbox.conversation("在吗", at=now)
    assert read_whole(lambda: filing.file_late(now)) == []
    assert read_whole(lambda: masking.hide_missed(now)) == []
    ContactPoint.objects.update(state=ContactPoint.State.WRONG_PARTY)
    assert read_whole(lambda: masking.hide([found.contact_point_id or 0], now)) == []


@pytest.mark.parametrize("tab", [*calls.TABS])
def test_a_tab_of_the_call_list(now: datetime, tab: str) -> None:
    agent = make_inbox.agent()
    assert read_whole(lambda: calls.page(tab, by=agent, now=now)) == []


@pytest.mark.parametrize("standing", hold_ledger.STANDINGS)
def test_the_hold_ledger(now: datetime, standing: str) -> None:
    filters = hold_ledger.Filters(standing=standing)
    assert read_whole(lambda: hold_ledger.page(filters, now=now)) == []


def test_the_list_of_complaints_in_its_own_order() -> None:
    request = RequestFactory().get("/")
    request.user = make.staff("agent")
    screen = site._registry[Complaint]
    rows = screen.get_queryset(request).order_by(*screen.get_ordering(request))
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
        plan = rows.select_related("customer", "owner")[:50].explain()
        cursor.execute("SET LOCAL enable_sort = on")
        cursor.execute("SET LOCAL enable_seqscan = on")
    assert "complaints_by_need" in plan


def test_the_results_of_surveys_are_counted_from_an_index(now: datetime) -> None:
    since = now - timedelta(days=90)
    assert read_whole(lambda: survey_results.results(since=since, until=now)) == []
