"""All that waits for a second person on one page; many are confirmed, never one's own."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.contact import consents
from accounts.holds import service as holds
from accounts.models import Consent, User
from config.staff.second_person import kinds
from feedback.models import Complaint
from messaging.stops import service as stops
from tests import make, make_messaging
from tests.feedback.admin.desks import desk
from tests.make_complaints import close, logged

pytestmark = pytest.mark.django_db


def url(name: str) -> str:
    return reverse(f"admin:{name}")


@pytest.fixture(autouse=True)
def _at_the_moment(now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.clock.now", lambda: now)


def night(by: User, now: datetime) -> Consent:
    return consents.give(
        make.customer(),
        kind="night_contact",
        via="call",
        evidence="recording 8812",
        by=by,
        now=now,
    )


def test_what_waits_is_seen_by_kind_with_who_asked_and_on_what(now: datetime) -> None:
    client, boss = desk("supervisor")
    asker = make.staff("supervisor", display_name="Asker")
    customer = make.customer()
    hold = holds.place(
        customer=customer, kind="death", reason="x", source="staff:1", now=now, placed_by=asker
    )
    holds.lift(hold, by=asker, reason="mistaken for another", now=now)
    placed = stops.place(scope="all", object_id=None, reason="x", by=asker, now=now)
    stops.ask_to_lift(placed.pk, by=asker, reason="put right", now=now)
    night(asker, now)
    close(logged(now, category="conduct"), now)
    make_messaging.version(state="submitted")
    text = client.get(url("second_person")).content.decode()
    for said in (
        *("Holds to be lifted", "mistaken for another", "Stops to be lifted", "put right"),
        *("Consents that a colleague or key recorded", "recording 8812", "Asker"),
        *("Closed complaints drawn for a second look", "已致歉并调整频率"),
        "Texts and rules to be approved",
    ):
        assert said in text, said
    assert boss.has_perm("feedback.decide_complaint")
    auditor, _auditor = desk("auditor")
    assert 'name="one"' not in auditor.get(url("second_person")).content.decode()


def test_many_are_confirmed_after_reading_and_ones_own_are_not(now: datetime) -> None:
    client, me = desk("supervisor")
    others = [night(make.staff("agent"), now) for _n in range(3)]
    mine = night(me, now)
    text = client.get(url("second_person")).content.decode()
    assert text.count('name="one"') == 3
    ids = [each.pk for each in (*others[:2], mine)]
    client.post(url("second_person_consents"), {"one": [*ids, "²", "", 10**30]})
    confirmed = Consent.objects.filter(confirmed_by=me)
    assert set(confirmed) == set(others[:2])


def test_closings_are_left_by_who_had_no_part_in_them(now: datetime) -> None:
    client, me = desk("supervisor")
    mine = close(logged(now, category="conduct"), now, by=me)
    other = close(logged(now, category="conduct"), now)
    client.post(url("second_person_closings"), {"one": [mine.pk, other.pk]})
    assert list(Complaint.objects.filter(looked_at_by=me)) == [other]


def test_nobody_confirms_more_than_a_page_shows_or_nothing(
    now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _me = desk("supervisor")
    monkeypatch.setattr("config.staff.second_person.pages.READ_TOGETHER", 1)
    waiting = [night(make.staff("agent"), now) for _n in range(2)]
    for ids in ([each.pk for each in waiting], []):
        client.post(url("second_person_consents"), {"one": ids})
    assert not Consent.objects.filter(confirmed_by__isnull=False).exists()


def test_the_number_of_queries_does_not_depend_on_rows(now: datetime) -> None:
    client, _me = desk("supervisor")
    assert kinds.READ_TOGETHER > 4
    counts = []
    for more in (1, 4):
        for _n in range(more):
            night(make.staff("agent"), now)
            close(logged(now, category="conduct"), now)
        with CaptureQueriesContext(connection) as asked:
            client.get(url("second_person"))
        counts.append(len(asked))
    assert counts[0] == counts[1]
