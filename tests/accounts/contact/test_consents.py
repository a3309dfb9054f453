"""Consent to the night: with evidence, one at a time, revoked at once and never rewritten."""

from datetime import datetime, timedelta

import pytest
from django.db import Error, IntegrityError, transaction

from accounts.audit import trail
from accounts.contact import consents
from accounts.errors import Refused
from accounts.models import Consent, Customer, User
from accounts.signals import wishes_changed
from config.database_roles import granting
from messaging.decisions.facts import customers as facts
from tests import make, make_api
from tests.as_role import WEB, as_role

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


def night(now: datetime, by: User | None, customer: Customer | None = None) -> Consent:
    via = "page" if by is None else "call"
    customer = customer or make.customer()
    return consents.give(
        customer, kind="night_contact", via=via, evidence="recording 1", by=by, now=now
    )


def test_nobody_alone_has_a_customer_written_to_at_night(now: datetime) -> None:
    me, other = make.staff("agent"), make.staff("agent")
    told = night(now, me)
    assert told.waits
    with pytest.raises(Refused):
        consents.confirm(told, by=me, now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        Consent.objects.update(confirmed_by=me, confirmed_at=now)
    consents.confirm(told, by=other, now=now)
    told.refresh_from_db()
    assert (told.waits, told.confirmed_by) == (False, other)
    with pytest.raises(Refused):
        consents.confirm(told, by=other, now=now)


@pytest.mark.parametrize("kind", ["electronic_contact", "lock_screen"])
def test_nobody_alone_has_texts_sent_or_a_debt_shown_where_a_customer_must_agree(
    now: datetime, kind: str
) -> None:
    customer = make.customer()
    told = consents.give(
        customer, kind=kind, via="call", evidence="recording 1", by=make.staff("agent"), now=now
    )

    def counts() -> bool:
        row = facts.customers([customer.pk])[customer.pk]
        return row.electronic_consent if kind == "electronic_contact" else row.open_screen

    assert (told.waits, counts()) == (True, False)
    assert told in consents.waiting()
    consents.confirm(told, by=make.staff("agent"), now=now)
    assert counts()


def test_in_the_database_who_confirms_is_who_acts(now: datetime) -> None:
    told, other = night(now, make.staff("agent")), make.staff("agent")
    if not granting.exist():
        pytest.skip("this server has no roles but the owner")
    mallory = make.staff("supervisor")
    refused = pytest.raises(IntegrityError, match="who acts")
    with refused, as_role(WEB), trail.acting(user=mallory, source="web", lenders="*"):
        Consent.objects.filter(pk=told.pk).update(confirmed_by=other, confirmed_at=now)


def test_the_customers_own_word_needs_nobody(now: datetime) -> None:
    customer = make.customer()
    told = night(now, make.staff("agent"), customer)
    own = night(now, None, customer)
    assert (own.recorded_by, own.waits) == (None, False)
    told.refresh_from_db()
    assert told.revoked_at is not None


def test_who_took_a_part_of_a_key_confirms_nothing_it_recorded(now: datetime) -> None:
    key, _text = make_api.key(make.lender())
    told = night(now, key.user)
    for holder in (key.asked_by, key.decided_by):
        with pytest.raises(Refused):
            consents.confirm(told, by=holder, now=now)
    consents.confirm(told, by=make.staff("supervisor"), now=now)
