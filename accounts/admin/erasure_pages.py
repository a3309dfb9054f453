"""Erasing a person: what would go and what stays, shown to who asks and to who decides."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access.lenders import all_of
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.database.refusals import ALL_CONCERNED, SHARED
from accounts.errors import Refused
from accounts.models import Customer, ErasureRequest, User
from accounts.retention import persons
from config import clock

SEE, ASK, DECIDE = (
    "accounts.view_erasurerequest",
    "accounts.add_erasurerequest",
    "accounts.decide_erasurerequest",
)
ASK_LABEL = gettext_lazy("Erase this person…")
STEPS = {"approve": persons.approve, "refuse": persons.refuse, "withdraw": persons.withdraw}
SHOWN = 50


class ErasureForm(forms.Form):
    """Why a person is erased."""

    why = forms.CharField(
        label=gettext_lazy("Who asked for it, how, and how was it checked?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "hc-run-input"}),
    )


@needs(ASK)
def erasure_ask(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    form = ErasureForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            persons.ask(customer, why=form.cleaned_data["why"], by=staff(request), now=clock.now())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Asked. Another person decides."))
            return _to_list()
    return render(
        request,
        "accounts/erasure_ask.html",
        title=_("Erase %(customer)s") % {"customer": customer},
        customer=customer,
        obstacle=persons.obstacle(customer),
        parts=persons.preview(customer),
        stays=persons.STAYS,
        form=form,
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


@needs(SEE)
def erasures(request: HttpRequest) -> HttpResponse:
    """What waits, with what would go; and what was done."""
    person = staff(request)
    rows = ErasureRequest.objects.select_related("customer", "asked_by", "decided_by")
    waiting = (
        rows.filter(state__in=["asked", "approved"])
        .annotate(theirs=all_of(person))
        .order_by("pk")[:SHOWN]
    )
    over = rows.exclude(state__in=["asked", "approved"]).order_by("-pk")[:SHOWN]
    return render(
        request,
        "accounts/erasures.html",
        title=_("Erasure of persons"),
        waiting=[_waiting(row, person, theirs=row.theirs) for row in waiting],
        over=[{"row": row, "parts": persons.told(row)} for row in over],
        stays=persons.STAYS,
    )


def _asked(erasure_id: int) -> ErasureRequest:
    return get_object_or_404(ErasureRequest.objects.select_related("customer"), pk=erasure_id)


def _to_list(_row: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:erasures"))


@action(SEE, find=_asked, to=_to_list, step_up=lambda step: step == "approve")
def erasure_decide(request: HttpRequest, asked: ErasureRequest, *, step: str) -> str:
    """Who may is the service's and the database's to say."""
    from accounts.tasks import erase_people

    if step not in STEPS:
        raise Http404
    done = STEPS[step](asked, by=staff(request), now=clock.now())
    if done.state == ErasureRequest.State.APPROVED:
        transaction.on_commit(erase_people.delay)
    return f"{done.customer}: {done.get_state_display()}"


def _waiting(row: ErasureRequest, person: User, *, theirs: bool) -> dict[str, Any]:
    asked = row.state == ErasureRequest.State.ASKED
    not_theirs = "" if theirs or not asked else str(SHARED[ALL_CONCERNED])
    return {
        "row": row,
        "parts": persons.preview(row.customer),
        "obstacle": persons.obstacle(row.customer) or not_theirs,
        "decides": asked and person.has_perm(DECIDE) and row.asked_by_id != person.pk,
        "withdraws": asked and row.asked_by_id == person.pk,
    }
