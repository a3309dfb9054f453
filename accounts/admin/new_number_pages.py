"""A customer's new number: written down by one person, typed again by another."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import sources
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import ContactPoint, Customer, NewNumber, User
from accounts.models.choices import Channel
from accounts.new_numbers import service
from config import clock

SEE, ASK, DECIDE = (
    "accounts.view_newnumber",
    "accounts.add_newnumber",
    "accounts.decide_newnumber",
)
ASK_LABEL = gettext_lazy("New number…")
SHOWN = 50
WIDE = {"class": "hc-run-input", "autocomplete": "off"}


class NewNumberForm(forms.Form):
    """The number, which one it replaces, and how it is known."""

    typed = forms.CharField(
        label=gettext_lazy("New number"),
        max_length=30,
        widget=forms.TextInput(attrs={**WIDE, "inputmode": "tel"}),
    )
    replaces = forms.ChoiceField(label=gettext_lazy("Instead of"), required=False)
    why = forms.CharField(
        label=gettext_lazy("How did the customer tell it?"),
        help_text=gettext_lazy(
            "Where the second person can hear or read it: “reply of today”, “call, recording 8812”."
            " No names or numbers."
        ),
        max_length=200,
        widget=forms.TextInput(attrs=WIDE),
    )

    def __init__(self, *args: Any, points: list[ContactPoint], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["replaces"].choices = [  # type: ignore[attr-defined]
            *((str(each.pk), personal.masked_address(each)) for each in points),
            ("", _("none: the customer keeps both")),
        ]
        self.fields["replaces"].initial = points[0].pk if points else ""


@needs(ASK)
def new_number_ask(request: HttpRequest, customer_id: int) -> HttpResponse:
    """`?conversation=7`: it was written there."""
    customer = get_object_or_404(Customer, pk=customer_id)
    conversation = row_id(request.GET.get("conversation"))
    points = list(
        customer.contact_points.filter(
            state=ContactPoint.State.ACTIVE, channel__in=[Channel.SMS, Channel.PHONE]
        ).order_by("-seen_at", "-pk")
    )
    form = NewNumberForm(request.POST or None, points=points)
    if request.method == "POST" and form.is_valid():
        replaces = row_id(form.cleaned_data["replaces"])
        try:
            service.ask(
                customer,
                typed=form.cleaned_data["typed"],
                replaces=next((each for each in points if each.pk == replaces), None),
                why=form.cleaned_data["why"],
                source=f"conversation:{conversation}" if conversation else "",
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Asked. Another person types it again and decides."))
            return HttpResponseRedirect(_back(customer.pk, conversation))
    return render(
        request,
        "accounts/ask.html",
        title=_("New number of %(customer)s") % {"customer": customer},
        note=_(
            "Nothing is sent to it before a second person has typed it again. An opt-out of the "
            "number stands."
        ),
        form=form,
        status=422 if form.errors else 200,
        button=_("Ask for it"),
        back=_back(customer.pk, conversation),
    )


@needs(SEE)
def new_numbers(request: HttpRequest) -> HttpResponse:
    """What waits for a second person, and what was decided."""
    person = staff(request)
    rows = NewNumber.objects.select_related(
        "customer", "replaces", "asked_by", "decided_by"
    ).prefetch_related("customer__contact_points")
    waiting = rows.filter(state=NewNumber.State.ASKED).order_by("pk")[:SHOWN]
    over = rows.exclude(state=NewNumber.State.ASKED).order_by("-pk")[:SHOWN]
    return render(
        request,
        "accounts/new_numbers.html",
        title=_("New numbers"),
        waiting=[_shown(row, person) for row in waiting],
        over=[_shown(row, person) for row in over],
    )


def _asked(new_number_id: int) -> NewNumber:
    return get_object_or_404(NewNumber.objects.select_related("customer"), pk=new_number_id)


def _to_list(_row: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:new_numbers"))


@action(SEE, find=_asked, to=_to_list, step_up=lambda step: step == "approve")
def new_number_decide(request: HttpRequest, asked: NewNumber, *, step: str) -> str:
    """Who may is the service's and the database's to say."""
    now, by = clock.now(), staff(request)
    if step == "approve":
        done = service.approve(
            asked, typed=request.POST.get("typed", ""), by=by, today=localdate(now), now=now
        )
    elif step == "refuse":
        done = service.refuse(asked, by=by, now=now)
    elif step == "withdraw":
        done = service.withdraw(asked, by=by, now=now)
    else:
        raise Http404
    return f"{done.customer}: {done.get_state_display()}"


def _shown(row: NewNumber, person: User) -> dict[str, Any]:
    waits = row.state == NewNumber.State.ASKED
    return {
        "row": row,
        "why": personal.said_text(row.why, row.customer),
        "number": personal.masked_number(row),
        "replaces": personal.masked_address(row.replaces) if row.replaces else "",
        "source": sources.read(row.source),
        "decides": waits and person.has_perm(DECIDE) and row.asked_by_id != person.pk,
        "withdraws": waits and row.asked_by_id == person.pk,
    }


def _back(customer_id: int, conversation: int | None) -> str:
    if conversation:
        return reverse("admin:conversation", args=[conversation])
    return reverse("admin:accounts_customer_change", args=[customer_id])
