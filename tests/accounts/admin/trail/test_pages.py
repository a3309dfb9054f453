"""The trail as sentences, found by customer, person, thing and day."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from accounts.admin.trail.sentences import sentences
from accounts.audit import searching, trail
from accounts.audit.searching import Wanted
from accounts.models import AuditEntry, Hold, User
from accounts.models.choices import Role
from accounts.people import requests
from accounts.people.requests import Wanted as Asked
from tests import make, make_complaints

pytestmark = pytest.mark.django_db


def held(now: datetime, by: User) -> Hold:
    customer = make.customer()
    with trail.acting(user=by, source="web"):
        return Hold.objects.create(
            customer=customer, kind="manual", reason="x", source="test", starts_at=now
        )


def found(**wanted: Any) -> list[AuditEntry]:
    return searching.page(Wanted(**wanted), "").rows


def test_a_customers_entries_are_those_of_every_row_that_leads_to_them(now: datetime) -> None:
    by = make.staff("agent")
    hold = held(now, by)
    held(now, by)
    complaint = make_complaints.logged(now, customer=hold.customer)
    tables = {entry.table for entry in found(customer_no=hold.customer.customer_no)}
    assert {"accounts_customer", "accounts_hold", "feedback_complaint"} <= tables
    rows = {(entry.table, entry.row_id) for entry in found(customer_no=hold.customer.customer_no)}
    assert ("accounts_hold", str(hold.pk)) in rows
    assert ("feedback_complaint", str(complaint.pk)) in rows
    assert {row for table, row in rows if table == "accounts_customer"} == {str(hold.customer_id)}


def test_rows_that_columns_lead_to_are_called_by_name(now: datetime) -> None:
    by = make.staff("agent")
    hold = held(now, by)
    (said,) = sentences(found(table="accounts_hold", row=str(hold.pk)))
    values = [change.after for change in said.changes]
    assert str(hold.customer) in values
    assert f"#{hold.customer_id}" not in values


def test_who_got_which_role_is_said_with_who_asked_for_it(now: datetime) -> None:
    asks, decides = make.staff("administrator"), make.staff("administrator")
    person = make.staff("agent", display_name="王小")
    with trail.acting(user=asks, source="web"):
        asked = requests.ask(
            person, Asked(kind="role", role="supervisor"), why="代班", by=asks, now=now
        )
    with trail.acting(user=decides, source="web"):
        requests.approve(asked, by=decides, now=now)
    with translation.override("en"):
        given, *_older = sentences(found(table="accounts_user_groups"))
        role = str(Role.SUPERVISOR.label)
    assert (given.did, given.kind, given.thing) == ("gave the role", "", f"王小 · {role}")
    assert given.entry.reason == f"{asks}: 代班"
    closed = sentences(found(table="accounts_staffrequest"))[0]
    assert "王小" in closed.thing
    make.staff("supervisor")  # who is left to give power again
    with trail.acting(user=decides, source="web"):
        requests.take_role(person, "supervisor")
    with translation.override("en"):
        assert sentences(found(table="accounts_user_groups"))[0].thing == f"王小 · {role}"


def test_a_row_that_is_gone_is_called_by_its_number(now: datetime) -> None:
    by = make.staff("agent")
    hold = held(now, by)
    (entry,) = found(table="accounts_hold", row=str(hold.pk))
    entry.after = {**(entry.after or {}), "customer_id": 987654321}
    (said,) = sentences([entry])
    assert "#987654321" in [change.after for change in said.changes]


def test_a_person_a_thing_and_a_day_narrow_it(now: datetime) -> None:
    by, other = make.staff("agent"), make.staff("agent")
    hold = held(now, by)
    held(now, other)
    assert {entry.actor_id for entry in found(person=by.pk)} == {by.pk}
    assert [e.row_id for e in found(table="accounts_hold", row=str(hold.pk))] == [str(hold.pk)]
    entry = found(table="accounts_hold", row=str(hold.pk))[0]
    day = entry.at.date()
    assert found(person=by.pk, first=day - timedelta(days=1), last=day + timedelta(days=1))
    assert found(person=by.pk, first=day + timedelta(days=2)) == []


@pytest.mark.parametrize(("language", "said"), [("zh-hans", "解除了"), ("en", "lifted")])
def test_what_was_done_is_said_in_the_readers_language(
    now: datetime, language: str, said: str
) -> None:
    by = make.staff("supervisor")
    hold = held(now, by)
    with trail.acting(user=by, source="web"):
        Hold.objects.filter(pk=hold.pk).update(
            released_at=now + timedelta(hours=1), release_reason="x", released_by=by
        )
    with translation.override(language):
        newest, first = sentences(found(table="accounts_hold", row=str(hold.pk)))
        assert (newest.did, newest.who) == (said, str(by))
        assert str(hold.pk) in newest.thing
        moments = [c for c in newest.changes if c.after.startswith("2026-09-15")]
        assert [change.before for change in moments] == ["—"]


def test_the_number_of_queries_does_not_grow_with_the_entries(now: datetime) -> None:
    client = Client()
    client.force_login(make.staff("auditor"))
    by = make.staff("agent")

    def asked() -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(reverse("admin:trail"), {"person": by.pk}).status_code == 200
        return len(queries)

    held(now, by)
    few = asked()
    for _more in range(8):
        held(now, by)
    assert asked() == few


def test_the_file_is_what_the_filters_say_and_on_record(now: datetime) -> None:
    client = Client()
    client.force_login(make.staff("auditor"))
    by = make.staff("agent")
    hold = held(now, by)
    held(now, make.staff("agent"))
    answer: Any = client.post(f"{reverse('admin:trail_export')}?person={by.pk}")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert [line.split(",")[-1] for line in lines[1:]] == [str(hold.pk)]
    [entry] = AuditEntry.objects.filter(action="export")
    assert entry.after == {"filters": {"person": str(by.pk)}}


def test_in_a_sandbox_it_is_said_that_records_bear_the_machines_time(
    now: datetime, settings: Any
) -> None:
    """On the trail, its empty result and the sealed chain; nowhere in production."""
    client = Client(headers={"accept-language": "en"})
    client.force_login(make.staff("auditor"))
    said = "true time, not the time in the yellow bar"

    def shown(name: str, **query: str) -> str:
        return " ".join(client.get(reverse(name), query).content.decode().split())

    for name in ("admin:trail", "admin:sealed_chain"):
        assert said in shown(name)
    empty = shown("admin:trail", first="1999-01-01", last="1999-01-01")
    assert "acts done today are found under" in empty
    settings.SANDBOX = False
    assert said not in shown("admin:trail")
