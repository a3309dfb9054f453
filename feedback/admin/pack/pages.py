"""The evidence pack of a customer, a complaint or a message: what is in it, why, and the file."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin import step_up
from accounts.admin.forms import RevealForm
from accounts.admin.pages import View, needs, render, staff
from accounts.errors import Refused
from config import clock
from feedback.models import Complaint
from feedback.pack import making
from feedback.pack.scope import (
    COMPLAINT,
    CUSTOMER,
    EVER,
    MESSAGE,
    Period,
    Scope,
    find,
    sections,
)

ALSO = {
    CUSTOMER: "accounts.view_customer",
    COMPLAINT: "feedback.view_complaint",
    MESSAGE: "messaging.view_message",
}
TITLES = {
    CUSTOMER: gettext_lazy("Evidence pack of a customer"),
    COMPLAINT: gettext_lazy("Evidence pack of a complaint"),
    MESSAGE: gettext_lazy("Evidence pack of a message"),
}
COUNTED = {
    "candidates": gettext_lazy("candidates"),
    "messages": gettext_lazy("messages"),
    "receipts": gettext_lazy("receipts"),
    "replies": gettext_lazy("replies"),
    "calls": gettext_lazy("calls"),
    "holds": gettext_lazy("holds"),
    "complaints": gettext_lazy("complaints"),
    "letters": gettext_lazy("letters"),
    "template_versions": gettext_lazy("template versions"),
}
LABEL = gettext_lazy("Evidence pack…")


DAY = forms.DateInput(attrs={"type": "date", "class": "hc-input"}, format="%Y-%m-%d")


class PackForm(RevealForm):
    """And of which days, by the clock of whoever asks; without them, of all."""

    first_day = forms.DateField(label=gettext_lazy("First day"), required=False, widget=DAY)
    last_day = forms.DateField(label=gettext_lazy("Last day"), required=False, widget=DAY)
    field_order = ("first_day", "last_day", "why", "reason")

    def clean(self) -> dict[str, Any]:
        said: dict[str, Any] = super().clean() or self.cleaned_data
        first, last = said.get("first_day"), said.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day is before the first."))
        return said


def _period(form: forms.Form) -> Period:
    """As it was asked for; of all days while nothing was, or what was said is not right."""
    if not form.is_bound or not form.is_valid():
        return EVER
    said = form.cleaned_data
    zone = timezone.get_current_timezone_name()
    return Period(said.get("first_day"), said.get("last_day"), zone)


def _page_of(kind: str) -> View:
    """GET says what is in it; POST, with a reason, puts it on record and gives the file."""

    @needs(making.MAY_EXPORT, ALSO[kind])
    @step_up.on_post
    def evidence_pack(request: HttpRequest, object_id: int) -> HttpResponse:
        form_of = RevealForm if kind == MESSAGE else PackForm
        form = form_of(request.POST or None, by=staff(request))
        try:
            scope = find(kind, object_id, _period(form))
        except ObjectDoesNotExist:
            raise Http404 from None
        if request.method == "POST" and form.is_valid():
            try:
                by, now = staff(request), clock.now()
                why, reason = form.cleaned_data["why"], form.cleaned_data["reason"]
                pack = making.make(scope, why=why, reason=reason, by=by, now=now)
            except Refused as refused:
                form.add_error(None, str(refused))
            else:
                return download(pack)
        return render(
            request,
            "feedback/evidence_pack.html",
            title=TITLES[kind],
            status=422 if request.method == "POST" else 200,
            form=form,
            scope=scope,
            back=_back(scope),
            counts=_counts(scope),
        )

    return evidence_pack


customer_evidence = _page_of(CUSTOMER)
complaint_evidence = _page_of(COMPLAINT)
message_evidence = _page_of(MESSAGE)


def download(pack: making.Pack) -> HttpResponse:
    response: Any = StreamingHttpResponse(making.stream(pack), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{pack.name}"'
    response["X-Content-SHA256"] = pack.sha256
    response["Cache-Control"] = "no-store"
    return cast("HttpResponse", response)


def _counts(scope: Scope) -> list[tuple[Any, int]]:
    found = sections(scope)
    return [
        (label, rows.count() if hasattr(rows := found[name], "count") else 0)
        for name, label in COUNTED.items()
    ]


def _back(scope: Scope) -> tuple[str, str]:
    """(address, label) of the page it was asked for on."""
    if scope.kind == CUSTOMER:
        return reverse("admin:accounts_customer_change", args=[scope.pk]), _("Customer")
    if scope.kind == COMPLAINT:
        number = Complaint.objects.values_list("number", flat=True).get(pk=scope.pk)
        return reverse("admin:complaint", args=[scope.pk]), number
    number = _("Message #%(number)s") % {"number": scope.pk}
    return reverse("admin:messaging_message_change", args=[scope.pk]), number
