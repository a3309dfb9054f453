"""Consents a customer gives: with evidence, revoked at once, by whoever says so."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.database.refusals import is_duplicate
from accounts.input.reasons import given
from accounts.models import Consent, Customer, User
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
            return Consent.objects.create(
                customer=customer,
                kind=kind,
                via=via,
                given_at=now,
                evidence=evidence,
                recorded_by=by,
            )
    except IntegrityError as error:
        standing = in_force(customer, kind) if is_duplicate(error) else None
        if standing is None:
            raise
        return standing


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
