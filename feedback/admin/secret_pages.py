"""On a customer's page for staff: the customer's own is shut, and two people open it again."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import staff
from accounts.disclosure import personal
from accounts.models import Customer
from config import clock
from feedback.models import SecretUnlock
from feedback.pages import secret, unlocking

ASK, DECIDE = "feedback.ask_secretunlock", "feedback.decide_secretunlock"


def shut(request: HttpRequest, customer: Customer) -> dict[str, Any]:
    """A few queries; the panel is empty while the door works as usual."""
    if not secret.is_locked_for_good(customer):
        return {}
    asked = unlocking.waiting(customer)
    return {
        "shut": True,
        "customer": customer,
        "asked": asked,
        "reason": personal.said(asked, "reason", customer) if asked else "",
        "is_mine": asked is not None and asked.asked_by_id == request.user.pk,
        "form": ReasonForm(auto_id="unlock-%s"),
    }


def _customer(customer_id: int) -> Customer:
    return get_object_or_404(Customer, pk=customer_id)


def _asked(unlock_id: int) -> SecretUnlock:
    return get_object_or_404(SecretUnlock.objects.select_related("customer"), pk=unlock_id)


def _to(customer_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer_id]))


@action(ASK, find=_customer, to=lambda customer: _to(customer.pk))
def unlock_ask(request: HttpRequest, customer: Customer) -> str:
    reason = valid(ReasonForm(request.POST))["reason"]
    unlocking.ask(customer, reason=reason, by=staff(request), now=clock.now())
    return _("Asked for. Another person has to agree.")


@action(DECIDE, find=_asked, to=lambda asked: _to(asked.customer_id), step_up=True)
def unlock_decide(request: HttpRequest, asked: SecretUnlock) -> str:
    agrees = request.POST.get("said") == "yes"
    unlocking.decide(asked, agrees=agrees, by=staff(request), now=clock.now())
    return _("The customer's page can be opened again.") if agrees else _("It stays shut.")
