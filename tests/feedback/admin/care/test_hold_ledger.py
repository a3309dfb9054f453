"""The hold ledger: every hold, why, by whom, until when; lifted with permission and a reason."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from accounts.holds import service as holds
from accounts.models import AuditEntry, Hold
from feedback.holds import ledger as hold_ledger
from feedback.holds.ledger import Filters
from feedback.promises import service as promises
from messaging.inbound import replies
from tests import make, make_care
from tests.feedback.admin.desks import desk

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day(monkeypatch: pytest.MonkeyPatch, now: datetime) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def url(name: str, *args: object) -> str:
    return reverse(f"admin:{name}", args=args)


def hold(now: datetime, **changes: Any) -> Hold:
    said: dict[str, Any] = {
        "customer": changes.pop("customer", None) or make.customer(),
        "kind": "manual",
        "reason": "asked for peace",
        "source": "staff:1",
        "now": now,
        **changes,
    }
    return holds.place(**said)


def shown(now: datetime, **asked: str) -> list[int]:
    filters = Filters.read(asked.get("standing", ""), asked.get("kind", ""), asked.get("no", ""))
    return [row.pk for row in hold_ledger.page(filters, now=now).rows]


def test_each_filter_shows_what_it_says(now: datetime) -> None:
    day = timedelta(days=1)
    endless = hold(now)
    soon = hold(now, until=now + 3 * day, kind="dispute")
    later = hold(now, until=now + 30 * day)
    over = hold(now - 9 * day, until=now - day)
    released = hold(now)
    holds.release(released, by=None, reason="x", now=now)
    assert shown(now) == [later.pk, soon.pk, endless.pk]
    assert shown(now, standing="ending") == [soon.pk]
    assert shown(now, standing="endless") == [endless.pk]
    assert shown(now, standing="ended") == [released.pk, over.pk]
    assert len(shown(now, standing="all")) == 5
    assert shown(now, kind="dispute") == [soon.pk]
    assert shown(now, no=later.customer.customer_no) == [later.pk]
    assert shown(now, standing="nonsense", kind="nonsense") == shown(now)
    assert hold_ledger.counts(now) == {"in_force": 3, "ending": 1, "endless": 1}


@pytest.mark.parametrize("standing", ["in_force", "ending"])
def test_it_goes_on_by_key_without_losing_or_doubling_a_row(
    standing: str, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.holds.ledger.PER_PAGE", 2)
    monkeypatch.setattr("feedback.holds.ledger.ROWS_A_READ", 2)
    made = {hold(now, until=now + timedelta(days=1 + n % 2)).pk for n in range(5)}
    filters, after, seen = Filters(standing=standing), "", []
    while True:
        page = hold_ledger.page(filters, now=now, after=after)
        seen += [row.pk for row in page.rows]
        after = page.after
        if not after:
            break
    assert len(seen) == 5
    assert set(seen) == made
    assert [row.pk for row in hold_ledger.everything(filters, now=now)] == seen


def test_a_hold_links_to_what_keeps_it_and_is_not_lifted_on_its_own(now: datetime) -> None:
    client, _supervisor = desk("supervisor")
    promise = make_care.promise(now=now)
    case = make_care.case(now=now)
    page = client.get(url("accounts_hold_changelist")).content.decode()
    assert url("promise", promise.pk) in page
    assert url("hardship", case.pk) in page
    for kept in Hold.objects.all():
        client.post(url("hold_release", kept.pk), {"reason": "please"})
        kept.refresh_from_db()
        assert kept.released_at is None


def test_a_hold_by_reply_links_to_the_conversation(now: datetime) -> None:
    from feedback.inbox import filing

    client, _agent = desk("agent")
    phone = "+8614100005555"
    make.customer(phone=phone)
    replies.take(address=phone, text="金额不对", now=now)
    filing.file_missed(now)
    page = client.get(url("accounts_hold_changelist"))
    assert {
        (row["hold"].kind, row["owner"].permission, bool(row["owner"].why_not))
        for row in page.context["rows"]
    } == {
        ("dispute", "feedback.view_conversation", False),
        ("unread_reply", "feedback.view_conversation", True),
    }


def test_lifting_needs_the_permission_and_a_reason(now: datetime) -> None:
    placed = hold(now)
    agent_desk, _agent = desk("agent")
    assert agent_desk.post(url("hold_release", placed.pk), {"reason": "x"}).status_code == 403
    supervisor_desk, supervisor = desk("supervisor")
    supervisor_desk.post(url("hold_release", placed.pk), {"reason": ""})
    placed.refresh_from_db()
    assert placed.released_at is None
    supervisor_desk.post(url("hold_release", placed.pk), {"reason": "agreed by phone"})
    placed.refresh_from_db()
    assert (placed.released_by, placed.release_reason) == (supervisor, "agreed by phone")


def test_a_withdrawn_promise_no_longer_keeps_its_hold_from_anything(now: datetime) -> None:
    client, _supervisor = desk("supervisor")
    promise = make_care.promise(now=now)
    promises.cancel(promise, by=None, reason="x", now=now)
    page = client.get(url("accounts_hold_changelist"), {"standing": "ended"})
    assert [row["owner"].why_not for row in page.context["rows"]] == [""]


def exported(client: Any, **asked: str) -> list[str]:
    answer: HttpResponse = client.get(url("hold_export"), asked)
    body = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    return body.splitlines()


def test_the_export_honours_the_filters_and_is_recorded(now: datetime) -> None:
    client, auditor = desk("auditor")
    dispute = hold(now, kind="dispute", reason='=HYPERLINK("x")')
    hold(now)
    lines = exported(client, kind="dispute")
    assert len(lines) == 2
    assert dispute.customer.customer_no in lines[1]
    assert "'=HYPERLINK" in lines[1]
    entry = AuditEntry.objects.get(action="export")
    assert (entry.actor_id, entry.table) == (auditor.pk, "accounts_hold")


def test_the_page_costs_the_same_however_many_holds(
    now: datetime, django_assert_max_num_queries: Any
) -> None:
    client, _agent = desk("agent")
    for _one in range(6):
        hold(now)
        make_care.promise(now=now)
        make_care.case(now=now)
    with django_assert_max_num_queries(16):
        client.get(url("accounts_hold_changelist"))


@pytest.mark.parametrize("after", ["x", "99999999999999999999", "20260915T000000.000000_1", "'"])
def test_a_faulty_key_begins_at_the_beginning(after: str, now: datetime) -> None:
    client, _agent = desk("agent")
    hold(now, until=now + timedelta(days=1))
    for standing in hold_ledger.STANDINGS:
        page = client.get(url("accounts_hold_changelist"), {"standing": standing, "after": after})
        assert page.status_code == 200
