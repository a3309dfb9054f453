"""Consent to the night: with evidence, one at a time, revoked at once and never rewritten."""

from datetime import datetime, timedelta

import pytest
from django.db import Error, transaction

from accounts.contact import consents
from accounts.errors import Refused
from accounts.models import Consent, Customer
from accounts.signals import wishes_changed
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def customer() -> Customer:
    return make.customer()


def give(customer: Customer, now: datetime) -> Consent:
    return consents.give(
        customer,
        kind="night_contact",
        via="call",
        evidence="recording 8812",
        by=make.staff("agent"),
        now=now,
    )


def test_without_evidence_there_is_no_consent(customer: Customer, now: datetime) -> None:
    with pytest.raises(Refused):
        consents.give(
            customer,
            kind="night_contact",
            via="call",
            evidence=" ",
            by=make.staff("agent"),
            now=now,
        )
    with pytest.raises(Error, match="a_consent_names_its_evidence"), transaction.atomic():
        Consent.objects.create(
            customer=customer, kind="night_contact", via="page", given_at=now, evidence=" "
        )


def test_nobody_but_the_customer_consents_without_a_name(customer: Customer, now: datetime) -> None:
    with pytest.raises(Error, match="a_consent_names_who_recorded_it"), transaction.atomic():
        consents.give(customer, kind="night_contact", via="call", evidence="x", by=None, now=now)


def test_given_twice_it_is_one(customer: Customer, now: datetime) -> None:
    assert give(customer, now) == give(customer, now + timedelta(minutes=1))


def test_it_is_revoked_at_once_with_who_and_how_and_may_be_given_again(
    customer: Customer, now: datetime
) -> None:
    told = []
    wishes_changed.connect(lambda **about: told.append(about["customer_ids"]), weak=False)
    first, agent = give(customer, now), make.staff("agent")
    assert consents.revoke(customer, kind="night_contact", how="call", by=agent, now=now)
    assert told == [{customer.pk}]
    assert not consents.revoke(customer, kind="night_contact", how="call", by=agent, now=now)
    first.refresh_from_db()
    assert (first.revoked_at, first.revoked_by, first.revocation) == (now, agent, "call")
    assert give(customer, now) != first


def test_revoking_says_how(customer: Customer, now: datetime) -> None:
    give(customer, now)
    with pytest.raises(Refused):
        consents.revoke(customer, kind="night_contact", how="", by=make.staff("agent"), now=now)


@pytest.mark.parametrize("changes", [{"evidence": "other"}, {"revoked_at": None}])
def test_what_was_recorded_or_revoked_is_not_rewritten(
    customer: Customer, now: datetime, changes: dict[str, object]
) -> None:
    given = give(customer, now)
    consents.revoke(customer, kind="night_contact", how="call", by=None, now=now)
    with pytest.raises(Error, match="consent"), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(**changes)


def test_the_evidence_of_a_standing_consent_is_not_rewritten(
    customer: Customer, now: datetime
) -> None:
    given = give(customer, now)
    with pytest.raises(Error, match="never changed"), transaction.atomic():
        Consent.objects.filter(pk=given.pk).update(given_at=now - timedelta(days=9))
