"""What is asked of a gateway by a button: close, open, try now, does it answer. The service
decides."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import staff
from config import clock
from messaging.dispatch import answering, gateway_status
from messaging.models import Gateway
from messaging.tasks import ask_gateway as ask_by_worker, sweep


def _gateway(pk: int) -> Gateway:
    return get_object_or_404(Gateway, pk=pk)


def _to(gateway: Gateway) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:gateway", args=[gateway.pk]))


on_gateway = partial(
    action, "messaging.view_gateway", gateway_status.MAY_OPERATE, find=_gateway, to=_to
)


@on_gateway()
def close_gateway(request: HttpRequest, gateway: Gateway) -> str | HttpResponse:
    if not gateway_status.close(gateway.pk, **_said(request)):
        return _too_late(request, gateway)
    return _("Closed. Nothing begins through it any more.")


@on_gateway(step_up=True)
def open_gateway(request: HttpRequest, gateway: Gateway) -> str | HttpResponse:
    if not gateway_status.reopen(gateway.pk, **_said(request)):
        return _too_late(request, gateway)
    return _("Open. Messages waiting for a gateway will be checked again.")


@on_gateway()
def try_gateway(request: HttpRequest, gateway: Gateway) -> str | None:
    """A worker tries it within seconds; the page shows what came of it."""
    if not gateway_status.end_pause(gateway.pk, by=staff(request), now=clock.now()):
        messages.info(request, _("It is not paused."))
        return None
    sweep.delay()
    return _("It is being tried.")


@on_gateway()
def ask_gateway(request: HttpRequest, gateway: Gateway) -> str:
    """Whether it answers a worker; nothing is sent. The page shows what came of it."""
    answering.refuse_unless_askable(gateway, by=staff(request))
    ask_by_worker.delay(gateway.pk)
    return _("It is being asked; the answer stands below within seconds.")


def _said(request: HttpRequest) -> dict[str, Any]:
    return {"by": staff(request), "reason": request.POST.get("reason", ""), "now": clock.now()}


def _too_late(request: HttpRequest, gateway: Gateway) -> HttpResponse:
    messages.info(request, _("Somebody had done it already."))
    return _to(gateway)
