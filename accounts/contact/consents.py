"""Consents a customer gives: with evidence, revoked at once, by whoever says so.

What would wake somebody, write to them where the law asks first, or show a debt to whoever sees
their telephone counts from the customer's own word, or once a second person has confirmed what a
colleague recorded; to be written to at night, what a core system recorded too.
"""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.contact.lender_of import lender_of
from accounts.contact.said_later import Word, beginning_of, said_otherwise_later
from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import ApiKey, Consent, Customer, User
from accounts.signals import wishes_changed

NIGHT = Consent.Kind.NIGHT_CONTACT
EDUCATION = Consent.Kind.EDUCATION
LOCK_SCREEN = Consent.Kind.LOCK_SCREEN


def in_force(customer: Customer, kind: str) -> Consent | None:
    """The consent of this kind that stands."""
    return customer.consents.filter(kind=kind, revoked_at=None).first()


def give(
    customer: Customer, *, kind: str, via: str, evidence: str, by: User | None, now: datetime
) -> Consent:
    """Record a consent. `by` None: the customer on their own page.

    The one that stands comes back where there is one. Refused without evidence.
    """
    evidence = given(evidence, ask=_("Say on what evidence the consent rests."))
    try:
        with transaction.atomic():
            given_now = Consent.objects.create(
                customer=customer,
                kind=kind,
                via=via,
                given_at=now,
                evidence=evidence,
                recorded_by=by,
            )
            given_now.refresh_from_db(fields=["waits"])  # which the database says
            return given_now
    except IntegrityError as error:
        standing = in_force(customer, kind) if is_duplicate(error) else None
        if standing is None:
            raise
        if by is not None or not standing.waits:
            return standing
    # The customer's own word takes the place of a colleague's that nobody has confirmed.
    with transaction.atomic():
        revoke(customer, kind=kind, how=evidence, by=None, now=now)
        return give(customer, kind=kind, via=via, evidence=evidence, by=None, now=now)


def waiting() -> QuerySet[Consent]:
    """All that wait for a second person, the oldest first."""
    return Consent.objects.filter(waits=True).order_by("given_at", "pk")


def obstacle_to_confirming(consent: Consent, *, by: User) -> str:
    """Why this person does not confirm it; empty when they may."""
    if consent.recorded_by_id == by.pk:
        return _("You recorded it: another person confirms it.")
    if ApiKey.part_is_of(by, login=consent.recorded_by_id):
        return _("You took the secret of the key it came by: another person confirms it.")
    return ""


def confirm(consent: Consent, *, by: User, now: datetime) -> None:
    """A second person has heard or read its evidence. Raises Refused."""
    with transaction.atomic():
        rows = Consent.objects.select_for_update(of=("self",), no_key=True)
        fresh = rows.get(pk=consent.pk)
        if not fresh.waits:
            raise Refused(_("Nothing waits to be confirmed here any more."))
        if why_not := obstacle_to_confirming(fresh, by=by):
            raise Refused(why_not)
        fresh.confirmed_by, fresh.confirmed_at = by, now
        fresh.save(update_fields=["confirmed_by", "confirmed_at"])
        wishes_changed.send(sender=Consent, customer_ids={fresh.customer_id}, now=now)


@transaction.atomic
def take_over(
    customer: Customer, *, kind: str, via: str, evidence: str, on: date, by: User, now: datetime
) -> Consent:
    """Record a consent that the lender's records name, given on the day `on`.

    The one that stands comes back where there is one. Refused without evidence, for a day to come,
    and where the customer has said otherwise since.
    """
    given_at = _said(customer, kind=kind, agreed=True, on=on, now=now)
    return give(customer, kind=kind, via=via, evidence=evidence, by=by, now=given_at)


@transaction.atomic
def take_back(
    customer: Customer, *, kind: str, how: str, on: date | None, by: User, now: datetime
) -> bool:
    """End a consent that the customer revoked, as the lender's records say, on the day `on`; None:
    just now. False: none stood. Refused where the customer gave it again since."""
    if on is not None:
        _said(customer, kind=kind, agreed=False, on=on, now=now)
    return revoke(customer, kind=kind, how=how, by=by, now=now)


def _said(customer: Customer, *, kind: str, agreed: bool, on: date, now: datetime) -> datetime:
    """The moment from which such a word counts. Raises Refused."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    lender = lender_of(customer.pk)
    begins = beginning_of(on, lender)
    if begins > now:
        raise Refused(_("That day is still to come."))
    word = Word(customer.pk, lender.pk if lender else None, kind, agreed, on)
    if said_otherwise_later([word]):
        raise Refused(_("The customer has said otherwise since; their own word stands."))
    return begins


@transaction.atomic
def revoke(customer: Customer, *, kind: str, how: str, by: User | None, now: datetime) -> bool:
    """End the consent that stands; waiting texts are decided about anew.

    False: none stood. Refused when nothing says how it was revoked.
    """
    how = given(how, ask=_("Say how the customer revoked it."))
    ended = customer.consents.filter(kind=kind, revoked_at=None).update(
        revoked_at=now, revoked_by=by, revocation=how
    )
    if ended:
        wishes_changed.send(sender=Consent, customer_ids={customer.pk}, now=now)
    return bool(ended)
