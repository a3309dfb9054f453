"""Suppressions: in force at once, for everybody, until two people lift them with evidence."""

from datetime import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, IntegrityError, transaction

from accounts.errors import Refused
from messaging.dispatch.claim import claim
from messaging.models import Message, Suppression
from messaging.suppression import service as suppressions
from tests import make, make_outbox
from tests.as_role import WEB, as_role

pytestmark = pytest.mark.django_db
ADDRESS = b"\x01" * 32


def suppress(now: datetime, address: bytes = ADDRESS) -> tuple[Suppression, bool]:
    return suppressions.suppress(
        channel="sms", address_hash=address, kind="manual", source="test", now=now
    )


def test_suppressing_twice_is_suppressing_once(now: datetime) -> None:
    first, made = suppress(now)
    again, made_again = suppress(now)
    assert (made, made_again) == (True, False)
    assert first == again


def test_claimed_and_queued_messages_to_the_address_are_cancelled(now: datetime) -> None:
    phone = make.sandbox_phone()
    messages = [
        make_outbox.message(loan=make.loan(customer=make.customer(phone=phone))) for _n in range(2)
    ]
    claim(now=now, limit=1)
    suppress(now, bytes(messages[0].address_hash))
    states = Message.objects.values_list("state", "reason", "body")
    assert set(states) == {("cancelled", "opted_out", None)}


@pytest.mark.parametrize("kind", ["opt_out", "carrier", "manual"])
def test_a_wrong_person_raises_what_stands_and_nothing_lowers_it(now: datetime, kind: str) -> None:
    for each in (kind, "wrong_party", kind):
        standing, made = suppressions.suppress(
            channel="sms", address_hash=ADDRESS, kind=each, source=each, now=now
        )
    assert (standing.kind, standing.source, made) == ("wrong_party", kind, False)
    assert Suppression.objects.count() == 1


def test_lifting_needs_the_permission_and_the_evidence(now: datetime) -> None:
    suppression, _made = suppress(now)
    with pytest.raises(PermissionDenied):
        suppressions.lift(suppression, by=make.staff("agent"), evidence="call 17", now=now)
    supervisor = make.staff("supervisor")
    with pytest.raises(Refused):
        suppressions.lift(suppression, by=supervisor, evidence="  ", now=now)
    assert suppressions.lift(suppression, by=supervisor, evidence="call 17", now=now) == "asked"


def test_an_opt_out_is_lifted_by_a_second_person(now: datetime) -> None:
    suppression, _made = suppress(now)
    asks, lifts = make.staff("supervisor"), make.staff("supervisor")
    assert suppressions.lift(suppression, by=asks, evidence="call 17", now=now) == "asked"
    with pytest.raises(Refused):
        suppressions.lift(suppression, by=asks, evidence="call 17", now=now)
    assert Suppression.objects.filter(lifted_at=None).exists()
    assert suppressions.lift(suppression, by=lifts, evidence="heard it", now=now) == "lifted"
    assert suppressions.lift(suppression, by=lifts, evidence="heard it", now=now) == "over"
    suppression.refresh_from_db()
    assert (suppression.lifted_by, suppression.lift_evidence) == (lifts, "call 17 · heard it")


def test_the_database_holds_the_lifting_to_two_who_act(now: datetime) -> None:
    suppression, _made = suppress(now)
    this, boss = Suppression.objects.filter(pk=suppression.pk), make.staff("supervisor")
    alone = {"lifted_at": now, "lifted_by": boss, "lift_evidence": "call 17"}
    for change in (alone, {**alone, "lift_asked_by": boss}):
        with pytest.raises(IntegrityError), transaction.atomic():
            this.update(**change)
    with as_role(WEB), pytest.raises(IntegrityError, match="who acts"), transaction.atomic():
        this.update(lift_asked_by=boss, lift_evidence="in another's name")


def test_after_lifting_an_address_can_be_suppressed_anew(now: datetime) -> None:
    suppression, _made = suppress(now)
    for _person in range(2):
        suppressions.lift(suppression, by=make.staff("supervisor"), evidence="letter", now=now)
    again, made = suppress(now)
    assert made
    assert again != suppression


def test_a_suppression_can_be_neither_rewritten_nor_deleted(now: datetime) -> None:
    suppression, _made = suppress(now)
    with pytest.raises(DatabaseError), transaction.atomic():
        Suppression.objects.update(source="other")
    with pytest.raises(DatabaseError), transaction.atomic():
        suppression.delete()
