"""Opening a customer's page that very many wrong tries have shut: one asks, another agrees."""

from __future__ import annotations

from contextlib import AbstractContextManager
from datetime import datetime

from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import of_substance
from accounts.models import Customer, User
from feedback.models import SecretUnlock
from feedback.pages import secret

State = SecretUnlock.State
SENTENCES = {
    "one_unlock_at_a_time": gettext_lazy("Somebody has asked for this already."),
    "an_unlock_takes_two_people": gettext_lazy("Another person has to agree: you asked for it."),
    "unlock_states": gettext_lazy("Somebody has decided this already."),
}


def ask(customer: Customer, *, reason: str, by: User, now: datetime) -> SecretUnlock:
    """Say how it is known that the customer is the customer. Raises Refused."""
    reason = of_substance(reason)
    if not secret.is_locked_for_good(customer):
        raise Refused(_("This page is not shut."))
    with _guarded():
        return SecretUnlock.objects.create(
            customer=customer, reason=reason, asked_by=by, asked_at=now
        )


def decide(asked: SecretUnlock, *, agrees: bool, by: User, now: datetime) -> None:
    """Another person agrees or does not; an agreement opens it at once. Raises Refused."""
    with _guarded():
        SecretUnlock.objects.filter(pk=asked.pk).update(
            state=State.AGREED if agrees else State.DECLINED, decided_by=by, decided_at=now
        )


def waiting(customer: Customer) -> SecretUnlock | None:
    """What has been asked and waits for the second person."""
    asked = SecretUnlock.objects.filter(customer=customer, state=State.ASKED)
    return asked.select_related("asked_by").first()


def _guarded() -> AbstractContextManager[None]:
    return refusals.guarded(SENTENCES)
