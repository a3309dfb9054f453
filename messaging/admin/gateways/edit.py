"""Drafting a gateway on screen."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from config import clock
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.gateways.form import STORED, GatewayForm
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import gateways as gateway_drafts
from messaging.models import Gateway
from messaging.models.choices import ContentClass

START = {
    "rate_per_second": 200,
    "weight": 1,
    "timeout_seconds": 10,
    # What a customer who writes is told goes where reminders go; knowledge is for some carriers
    # another kind of traffic.
    "content_classes": [
        *(ContentClass.COLLECTION_SERVICE, ContentClass.CONFIRMATION),
        *(ContentClass.ANSWER, ContentClass.NOTICE),
    ],
}


@needs("messaging.add_gateway")
def new_gateway(request: HttpRequest) -> HttpResponse:
    form = GatewayForm(request.POST or None, initial=START)
    if request.method == "POST" and form.is_valid():
        try:
            draft = gateway_drafts.new_draft(
                form.cleaned_data["code"],
                form.wanted(),
                note=form.cleaned_data["note"],
                by=staff(request),
                now=clock.now(),
            )
        except Refused as refused:
            form.add_error("code", str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(reverse("admin:gateway", args=[draft.pk]))
    back = reverse("admin:messaging_gateway_changelist")
    return _page(request, form, title=_("New gateway"), back=back)


@needs("messaging.change_gateway")
def edit_gateway(request: HttpRequest, pk: int) -> HttpResponse:
    gateway = get_object_or_404(Gateway, pk=pk)
    back = reverse("admin:gateway", args=[pk])
    if gateway.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(back)
    form = GatewayForm(request.POST or None, gateway=gateway, initial=_stored(gateway))
    if request.method == "POST" and form.is_valid():
        try:
            gateway_drafts.save(
                gateway,
                form.wanted(),
                note=form.cleaned_data["note"],
                by=staff(request),
                now=clock.now(),
                seen_edited_at=seen_moment(form.cleaned_data["seen_edited_at"]),
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Draft saved."))
            return HttpResponseRedirect(back)
    return _page(request, form, title=gateway.code, back=back)


def _page(request: HttpRequest, form: GatewayForm, *, title: str, back: str) -> HttpResponse:
    return render(
        request,
        "messaging/gateway_edit.html",
        title=title,
        form=form,
        back=back,
        status=422 if form.errors else 200,
    )


def _stored(gateway: Gateway) -> dict[str, Any]:
    return {
        **{name: getattr(gateway, name) for name in STORED},
        "note": gateway.author_note,
        "seen_edited_at": gateway.edited_at.isoformat(),
    }
