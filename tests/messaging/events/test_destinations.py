"""A destination takes two people; its secret is taken once, replaced, and kept sealed."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction

from accounts.errors import Refused
from accounts.models import AuditEntry, EventDelivery, EventDestination, Lender
from messaging.events import destinations
from messaging.events.delivering import secrets_of
from tests import make, make_events

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "url",
    [
        "http://core.example.com/events",
        "https://core.example.com/events?token=x",
        "https://a:b@core.example.com/",
        "ftp://core.example.com",
        "https://169.254.169.254/latest",
        "",
    ],
)
def test_an_address_that_cannot_be_called_is_refused(lender: Lender, url: str) -> None:
    with pytest.raises(Refused):
        make_events.asked(lender, url=url)
    assert not EventDestination.objects.exists()


@pytest.mark.parametrize("kinds", [[], ["message.sent"]])
def test_what_is_told_is_of_the_kinds_there_are(lender: Lender, kinds: list[str]) -> None:
    with pytest.raises(Refused):
        make_events.asked(lender, kinds=kinds)


def test_who_asked_does_not_decide(lender: Lender) -> None:
    asked = make_events.asked(lender, now=NOW)
    with pytest.raises(Refused, match=r"."):
        destinations.approve(asked, by=asked.asked_by, now=NOW)
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_database_asks_for_the_second_person_too(lender: Lender) -> None:
    asked = make_events.asked(lender, now=NOW)
    with (
        pytest.raises(IntegrityError, match="a_destination_takes_two_people"),
        transaction.atomic(),
    ):
        EventDestination.objects.filter(pk=asked.pk).update(
            state="approved", decided_by=asked.asked_by, decided_at=NOW
        )


@pytest.mark.parametrize("changed", [{"url": "https://x.example.com"}, {"kinds": ["hold.placed"]}])
def test_what_was_asked_is_what_was_approved(lender: Lender, changed: dict[str, object]) -> None:
    made = make_events.destination(lender)
    with (
        pytest.raises(Exception, match="Cannot update"),
        transaction.atomic(),
    ):
        EventDestination.objects.filter(pk=made.pk).update(**changed)


def test_only_who_asked_takes_the_secret(lender: Lender) -> None:
    asked = make_events.asked(lender, now=NOW)
    second = make.staff("administrator")
    with pytest.raises(Refused):
        destinations.take_secret(asked, by=asked.asked_by, now=NOW)
    destinations.approve(asked, by=second, now=NOW)
    with pytest.raises(Refused):
        destinations.take_secret(asked, by=second, now=NOW)
    assert destinations.take_secret(asked, by=asked.asked_by, now=NOW).startswith("whsec_")


def test_the_secret_is_sealed_and_masked_on_record(lender: Lender) -> None:
    made = make_events.destination(lender)
    secret = made.secret or ""
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret_enc FROM accounts_eventdestination")
        assert secret.encode() not in bytes(cursor.fetchone()[0])
    said = str(list(AuditEntry.objects.values_list("before", "after")))
    assert secret not in said
    assert "•••" in said


def test_for_a_day_both_secrets_are_good(lender: Lender) -> None:
    made = make_events.destination(lender, now=NOW)
    first = made.secret
    second = destinations.take_secret(made, by=made.asked_by, now=NOW)
    made = EventDestination.objects.get(pk=made.pk)
    assert secrets_of(made, NOW + timedelta(hours=23)) == [second, first]
    assert secrets_of(made, NOW + timedelta(hours=24)) == [second]


def test_ended_it_is_told_nothing_more(lender: Lender) -> None:
    made = make_events.destination(lender)
    waits = make_events.event(made)
    destinations.end(made, by=make.staff("supervisor"), now=NOW)
    waits.refresh_from_db()
    assert (waits.state, waits.error) == ("failed", "ended")
    with pytest.raises(Refused):
        destinations.test(made, by=make.staff("administrator"), now=NOW)
    with pytest.raises(Refused):
        destinations.retry(waits, by=make.staff("administrator"), now=NOW)


def test_a_test_waits_for_the_secret(lender: Lender) -> None:
    asked = make_events.asked(lender, now=NOW)
    destinations.approve(asked, by=make.staff("administrator"), now=NOW)
    with pytest.raises(Refused):
        destinations.test(asked, by=asked.asked_by, now=NOW)
    assert not EventDelivery.objects.exists()


def test_an_agent_pauses_nothing(lender: Lender) -> None:
    made = make_events.destination(lender)
    with pytest.raises(PermissionDenied):
        destinations.pause(made, by=make.staff("agent"), now=NOW)


def test_what_was_delivered_is_not_sent_again_by_a_click(lender: Lender) -> None:
    made = make_events.destination(lender)
    done = make_events.event(made)
    EventDelivery.objects.filter(pk=done.pk).update(state="delivered")
    with pytest.raises(Refused):
        destinations.retry(done, by=make.staff("administrator"), now=NOW)
