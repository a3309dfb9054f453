"""What is asked of a gateway by a button: close, open, try now. The service decides."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from config import clock
from messaging.dispatch import gateway_status
from messaging.models import Gateway
from messaging.tasks import sweep


@needs("messaging.view_gateway", gateway_status.MAY_OPERATE)
@require_POST
def close_gateway(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_open(request, pk, False)


@needs("messaging.view_gateway", gateway_status.MAY_OPERATE)
@require_POST
def open_gateway(request: HttpRequest, pk: int) -> HttpResponse:
    return _set_open(request, pk, True)


@needs("messaging.view_gateway", gateway_status.MAY_OPERATE)
@require_POST
def try_gateway(request: HttpRequest, pk: int) -> HttpResponse:
    """A worker tries it within seconds; the page shows what came of it."""
    gateway = get_object_or_404(Gateway, pk=pk)
    if gateway_status.end_pause(gateway.pk, by=staff(request), now=clock.now()):
        sweep.delay()
        messages.success(request, _("It is being tried."))
    else:
        messages.info(request, _("It is not paused."))
    return _to(pk)


def _set_open(request: HttpRequest, pk: int, is_open: bool) -> HttpResponse:
    gateway = get_object_or_404(Gateway, pk=pk)
    act = gateway_status.reopen if is_open else gateway_status.close
    reason = request.POST.get("reason", "")
    try:
        changed = act(gateway.pk, by=staff(request), reason=reason, now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
        return _to(pk)
    if not changed:
        messages.info(request, _("Somebody had done it already."))
    elif is_open:
        messages.success(request, _("Open. Messages waiting for a gateway will be checked again."))
    else:
        messages.success(request, _("Closed. Nothing begins through it any more."))
    return _to(pk)


def _to(pk: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:gateway", args=[pk]))
