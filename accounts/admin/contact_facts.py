"""What a colleague learns of a customer and rules go by: whose number it is, consent to the night,
and what the customer asks for. Each with its evidence, on the customer's page."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _, gettext_lazy
from unfold.widgets import (
    UnfoldAdminSelectWidget,
    UnfoldAdminTextInputWidget,
)

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.contact import confirming, consents
from accounts.contact.ways import ways_of
from accounts.contact.wishes import record
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import Consent, ContactPoint, Customer, User
from accounts.models.choices import Channel, DayPart, Language
from config import clock

_NONE = ("", gettext_lazy("nothing asked for"))
_BY_STAFF = [choice for choice in Consent.Via.choices if choice[0] != Consent.Via.PAGE]


def _words(label: Any, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=200, widget=UnfoldAdminTextInputWidget, help_text=help_text
    )


class ConfirmForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("confirmed on"),
        widget=forms.DateInput(attrs={"type": "date", "class": "hc-input"}, format="%Y-%m-%d"),
    )
    evidence = _words(
        gettext_lazy("evidence"),
        gettext_lazy("As “called back and verified, recording 8812”. No names or numbers."),
    )


class ConsentForm(forms.Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("kind"), choices=Consent.Kind.choices, widget=UnfoldAdminSelectWidget
    )
    via = forms.ChoiceField(
        label=gettext_lazy("given through"), choices=_BY_STAFF, widget=UnfoldAdminSelectWidget
    )
    evidence = _words(
        gettext_lazy("evidence"),
        gettext_lazy("Where it can be heard or read: a recording, a letter. No names or numbers."),
    )


class RevokeForm(forms.Form):
    how = _words(gettext_lazy("how it was revoked"))


class WishForm(forms.Form):
    hours = forms.ChoiceField(
        label=gettext_lazy("wished hours"),
        choices=[_NONE, *DayPart.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    channel = forms.ChoiceField(
        label=gettext_lazy("wished channel"),
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    language = forms.ChoiceField(
        label=gettext_lazy("wished language"),
        choices=[_NONE, *Language.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
    )
    reason = _words(gettext_lazy("evidence"), gettext_lazy("When and how the customer said so."))

    def __init__(self, *args: Any, ways: Collection[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["channel"].choices = [  # type: ignore[attr-defined]
            _NONE,
            *(choice for choice in Channel.choices if choice[0] in ways),
        ]


@needs("accounts.confirm_contactpoint")
def confirm_number(request: HttpRequest, point_id: int) -> HttpResponse:
    """Somebody made sure that the address is the customer's."""
    point = get_object_or_404(ContactPoint.objects.select_related("customer"), pk=point_id)
    now = clock.now()
    form = ConfirmForm(request.POST or None, initial={"on": localdate(now)})
    if request.method == "POST" and form.is_valid():
        try:
            confirming.confirm(
                point, **form.cleaned_data, by=staff(request), today=localdate(now), now=now
            )
            return _done(request, point.customer_id, _("The number is confirmed."))
        except Refused as refused:
            form.add_error(None, str(refused))
    note = ""
    if point.state == ContactPoint.State.WRONG_PARTY:
        note = _(
            "It was taken for another person's number. Confirming it here opens it again; nothing "
            "is sent before a supervisor has lifted the suppression as well."
        )
    return _ask(
        request,
        form,
        customer=point.customer,
        title=_("Confirm %(number)s of %(customer)s")
        % {"number": personal.masked_address(point), "customer": point.customer},
        button=_("Confirm"),
        note=note,
    )


@needs("accounts.add_consent")
def record_consent(request: HttpRequest, customer_id: int) -> HttpResponse:
    """The customer agreed to be contacted at night too, or by texts at all."""
    customer = get_object_or_404(Customer, pk=customer_id)
    form = ConsentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = consents.give(customer, **form.cleaned_data, by=staff(request), now=clock.now())
        return _done(request, customer_id, _said_of(given))
    return _ask(
        request,
        form,
        customer=customer,
        title=_("Consent of %(customer)s") % {"customer": customer},
        button=_("Record"),
        note=_(
            "Only where the customer said so of their own accord. They may revoke it at any time, "
            "here and on their own page."
        ),
    )


@needs("accounts.change_consent")
def revoke_consent(request: HttpRequest, consent_id: int) -> HttpResponse:
    consent = get_object_or_404(Consent.objects.select_related("customer"), pk=consent_id)
    customer = consent.customer
    form = RevokeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        consents.revoke(
            customer,
            kind=consent.kind,
            **form.cleaned_data,
            by=staff(request),
            now=clock.now(),
        )
        return _done(request, customer.pk, _("Revoked, from now on."))
    return _ask(
        request,
        form,
        customer=customer,
        title=_("Revoke the consent of %(customer)s: %(kind)s")
        % {"customer": customer, "kind": consent.get_kind_display()},
        button=_("Revoke"),
    )


def _said_of(given: Consent) -> str:
    if given.waits:
        return _("The consent is recorded. It counts once another person has confirmed it.")
    return _("The consent is recorded.")


def _consent(consent_id: int) -> Consent:
    return get_object_or_404(Consent, pk=consent_id)


def _to_customer(consent: Consent) -> HttpResponse:
    return HttpResponseRedirect(
        reverse("admin:accounts_customer_change", args=[consent.customer_id])
    )


@action("accounts.change_consent", find=_consent, to=_to_customer, step_up=True)
def confirm_consent(request: HttpRequest, consent: Consent) -> str:
    """By another person than who recorded it."""
    consents.confirm(consent, by=staff(request), now=clock.now())
    return _("Confirmed. It counts from now on.")


@needs("accounts.record_wish")
def record_wish(request: HttpRequest, customer_id: int) -> HttpResponse:
    """What the customer asks for on the telephone: hours, channel, language."""
    customer = get_object_or_404(Customer, pk=customer_id)
    now = clock.now()
    form = WishForm(
        request.POST or None,
        ways=(*ways_of(customer, now), customer.wished_channel),
        initial={
            "hours": customer.wished_hours,
            "channel": customer.wished_channel,
            "language": customer.wished_language,
        },
    )
    if request.method == "POST" and form.is_valid():
        record(customer, **form.cleaned_data, now=now)
        return _done(request, customer_id, _("From now on we go by it."))
    return _ask(
        request,
        form,
        customer=customer,
        title=_("What %(customer)s asks for") % {"customer": customer},
        button=_("Keep"),
    )


def facts_of(customer: Customer, *, by: User) -> dict[str, Any]:
    """For the customer's page: consents, newest first, with why `by` does not confirm one."""
    told = customer.consents.select_related("recorded_by", "revoked_by", "confirmed_by")
    given: list[Any] = list(told.order_by("-given_at", "-pk"))
    for each in given:
        each.why_not = consents.obstacle_to_confirming(each, by=by) if each.waits else ""
    return {"consents": given}


def _ask(
    request: HttpRequest, form: forms.Form, *, customer: Customer, note: str = "", **shown: Any
) -> HttpResponse:
    return render(
        request,
        "accounts/ask.html",
        form=form,
        note=note,
        status=422 if form.errors else 200,
        back=reverse("admin:accounts_customer_change", args=[customer.pk]),
        **shown,
    )


def _done(request: HttpRequest, customer_id: int, told: str) -> HttpResponse:
    messages.success(request, told)
    return HttpResponseRedirect(reverse("admin:accounts_customer_change", args=[customer_id]))
