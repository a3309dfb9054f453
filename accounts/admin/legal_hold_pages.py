"""Legal holds: asked for on a customer's page, decided and lifted on their list."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy

from accounts.access.lenders import all_of
from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.database.refusals import ALL_CONCERNED, SHARED
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Customer, LegalHold, User
from accounts.retention import legal_holds
from config import clock

SEE, ASK, DECIDE = (
    "accounts.view_legalhold",
    "accounts.add_legalhold",
    "accounts.decide_legalhold",
)
ASK_LABEL = gettext_lazy("Legal hold…")
ABOUT = re.compile(r"complaint:[1-9][0-9]{0,17}")
SHOWN = 200


class LegalHoldForm(forms.Form):
    """Why nothing may be erased."""

    why = forms.CharField(
        label=gettext_lazy("Which proceedings, and who asks?"),
        max_length=200,
        widget=forms.TextInput(attrs={"class": "hc-run-input"}),
    )


@needs(SEE)
def legal_holds_list(request: HttpRequest) -> HttpResponse:
    """In force first, then the latest."""
    person = staff(request)
    rows = LegalHold.objects.select_related(
        "customer", "asked_by", "decided_by", "lift_asked_by", "lifted_by"
    )
    rows = rows.annotate(theirs=all_of(person)).order_by("-pk")[:SHOWN]
    shown = [_row(row, person, theirs=row.theirs) for row in rows]
    return render(
        request,
        "accounts/legal_holds.html",
        title=_("Legal holds"),
        rows=[row for row in shown if row["in_force"]],
        over=[row for row in shown if not row["in_force"]],
    )


@needs(ASK)
def legal_hold_ask(request: HttpRequest, customer_id: int) -> HttpResponse:
    customer = get_object_or_404(Customer, pk=customer_id)
    form = LegalHoldForm(request.POST or None)
    about = request.GET.get("about", "")
    if request.method == "POST" and form.is_valid():
        try:
            legal_holds.ask(
                customer,
                about=about if ABOUT.fullmatch(about) else "",
                why=form.cleaned_data["why"],
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request,
                _("From now on nothing of this customer is erased. Another person decides."),
            )
            return _to_list()
    return render(
        request,
        "accounts/ask.html",
        title=_("Legal hold on %(customer)s") % {"customer": customer},
        note=_(
            "Nothing of this customer is erased while it lasts: neither when its time is over nor"
            " when the customer asks for it. Two people place it, and two lift it."
        ),
        form=form,
        button=_("Ask for it"),
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
    )


def _hold(legal_hold_id: int) -> LegalHold:
    return get_object_or_404(LegalHold, pk=legal_hold_id)


def _to_list(_hold: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:legal_holds"))


@action(SEE, find=_hold, to=_to_list, step_up=lambda step: step == "lift")
def legal_hold_step(request: HttpRequest, hold: LegalHold, *, step: str) -> str:
    """Who may is the database's to say."""
    by, now = staff(request), clock.now()
    match step:
        case "place":
            done = legal_holds.place(hold, by=by, now=now)
        case "refuse":
            done = legal_holds.refuse(hold, by=by, now=now)
        case "ask-lift":
            why = valid(ReasonForm(request.POST))["reason"]
            done = legal_holds.ask_to_lift(hold, why=why, by=by, now=now)
        case "lift":
            done = legal_holds.lift(hold, by=by, now=now)
        case "keep":
            done = legal_holds.keep(hold, by=by)
        case _:
            raise Http404
    return f"{done.customer}: {done.get_state_display()}"


def _row(row: LegalHold, person: User, *, theirs: bool) -> dict[str, Any]:
    asked, lifting = row.state == "asked", row.state == "lift_asked"
    decides = person.has_perm(DECIDE)
    would_lift = lifting and decides and row.lift_asked_by_id != person.pk
    return {
        "row": row,
        "why": personal.said_text(row.why, row.customer),
        "lift_why": personal.said_text(row.lift_why, row.customer),
        "in_force": row.state in LegalHold.IN_FORCE,
        "places": asked and decides and row.asked_by_id != person.pk,
        "asks_lift": row.state == "placed" and person.has_perm(ASK),
        "lifts": would_lift and theirs,
        "why_not": str(SHARED[ALL_CONCERNED]) if would_lift and not theirs else "",
        "keeps": lifting and (decides or row.lift_asked_by_id == person.pk),
    }
