"""Placing a hold on a customer by hand. The ledger and lifting: feedback.admin.care.hold_ledger."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.forms import HoldForm
from accounts.admin.pages import needs, render, staff
from accounts.admin.panels import HOLDING
from accounts.holds import service as holds
from accounts.holds.guide import GUIDES
from accounts.models import Customer
from config import clock

PLACE_LABEL = gettext_lazy("Place a hold")


@needs("accounts.add_hold")
def place_hold(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    now = clock.now()
    zones = customer.timezones or [settings.TEAM_ZONE]
    form = HoldForm(request.POST or None, zones=zones, now=now)
    if request.method == "POST" and form.is_valid():
        holds.place(
            customer=customer,
            kind=form.cleaned_data["kind"],
            reason=form.cleaned_data["reason"],
            source=f"staff:{staff(request).pk}",
            now=now,
            until=form.cleaned_data["until"],
            placed_by=staff(request),
        )
        messages.success(request, _("Nothing is sent to this customer while the hold lasts."))
        return _to_customer(customer.pk)
    return render(
        request,
        "accounts/hold_place.html",
        title=_("Hold all messages to %(customer)s") % {"customer": customer},
        guides=GUIDES.values(),
        instead=[
            (label, reverse(name, args=[customer.pk]))
            for label, name, permission in HOLDING
            if request.user.has_perm(permission)
        ],
        status=422 if form.errors else 200,
        form=form,
        button=_("Place hold"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def _to_customer(customer_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer_id]))
