"""From a customer's page: whether an address is stopped, and stopping it for who telephones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy, ngettext
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextInputWidget

from accounts.admin.pages import needs, render, staff
from accounts.admin.panels import PointSays
from accounts.disclosure import personal
from accounts.models import ContactPoint
from config import clock
from messaging.models import Message, Suppression
from messaging.models.choices import ContentClass
from messaging.models.message_states import OPEN
from messaging.suppression import service as suppressions, wrong_party

MAY_STOP, MAY_LIFT = "messaging.add_suppression", "messaging.lift_suppression"
Kind = Suppression.Kind


class StopForm(forms.Form):
    """Why nothing may go there any more, and what that rests on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What was said?"),
        choices=[
            (Kind.OPT_OUT, gettext_lazy("The customer wants no more of them")),
            (
                Kind.WRONG_PARTY,
                gettext_lazy("It is somebody else's, who does not know the customer"),
            ),
        ],
        widget=UnfoldAdminRadioSelectWidget,
    )
    source = forms.CharField(
        label=gettext_lazy("evidence"),
        max_length=40,
        help_text=gettext_lazy("What it rests on, as “call of 15 September”. No names or numbers."),
        widget=UnfoldAdminTextInputWidget,
    )


@needs(MAY_STOP)
def stop_number(request: HttpRequest, point_id: int) -> HttpResponse:
    """For who says so on the telephone or at the counter, without having written."""
    point = get_object_or_404(ContactPoint.objects.select_related("customer"), pk=point_id)
    form = StopForm(request.POST or None)
    back = reverse("admin:accounts_customer_change", args=[point.customer_id])
    if request.method == "POST" and form.is_valid():
        _stop(request, point, **form.cleaned_data)
        messages.success(request, _("Nothing more is sent to this number."))
        return HttpResponseRedirect(back)
    return render(
        request,
        "accounts/ask.html",
        title=_("Send nothing more to %(number)s of %(customer)s")
        % {"number": personal.masked_address(point), "customer": point.customer},
        form=form,
        status=422 if form.errors else 200,
        note=_note(point),
        button=_("Stop sending there"),
        back=back,
    )


@transaction.atomic
def _stop(request: HttpRequest, point: ContactPoint, *, kind: str, source: str) -> None:
    by, now = staff(request), clock.now()
    if kind == Kind.WRONG_PARTY:
        wrong_party.shield(point, source=source, by=by, now=now)
        return
    suppressions.suppress(
        channel=point.channel,
        address_hash=bytes(point.address_hash),
        kind=kind,
        source=source,
        now=now,
        by=by,
    )


def _note(point: ContactPoint) -> str:
    waiting = Message.objects.filter(address_hash=point.address_hash, state__in=OPEN)
    n = waiting.exclude(content_class=ContentClass.CONFIRMATION).count()
    told = _("For everybody in whose file it stands, at once; two people lift it.")
    texts = ngettext(
        "%(n)s text that waits is cancelled.", "%(n)s texts that wait are cancelled.", n
    )
    return f"{told} {texts % {'n': n}}" if n else told


def stops_of(request: HttpRequest, points: Sequence[ContactPoint]) -> dict[int, PointSays]:
    """Of each address: whether it is stopped and since when, or where it is stopped. One query."""
    wanted = Q(pk=None)
    for point in points:
        wanted |= Q(channel=point.channel, address_hash=bytes(point.address_hash))
    found = Suppression.objects.filter(wanted, lifted_at=None)
    standing = {(each.channel, bytes(each.address_hash)): each for each in found}
    return {
        point.pk: _says(request, point, standing.get((point.channel, bytes(point.address_hash))))
        for point in points
    }


def _says(request: HttpRequest, point: ContactPoint, stop: Suppression | None) -> PointSays:
    user = request.user
    if stop is None:
        may = user.has_perm(MAY_STOP) and point.state == ContactPoint.State.ACTIVE
        page = reverse("admin:number_stop", args=[point.pk])
        return PointSays(links=[(_("Wants no more, or is not theirs…"), page)] if may else [])
    links: list[tuple[Any, str]] = []
    if user.has_perm("messaging.view_suppression"):
        listed = reverse("admin:messaging_suppression_changelist")
        links.append((_("What it rests on"), f"{listed}?id__in={stop.pk}"))
    if user.has_perm(MAY_LIFT):
        links.append((_("Lift…"), reverse("admin:suppression_lift", args=[stop.pk])))
    hint = "" if user.has_perm(MAY_LIFT) else _("Two supervisors lift it, with evidence.")
    return PointSays(stopped=str(stop.get_kind_display()), since=stop.at, hint=hint, links=links)
