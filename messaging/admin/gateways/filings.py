"""Filing texts and signatures with a carrier, by a click; the service decides."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import staff
from accounts.errors import Refused
from config import clock as config_clock
from messaging.authoring import filings
from messaging.gateways.permit import Clock
from messaging.models import Filing, Gateway, TemplateVersion

MAY_FILE = "messaging.change_gateway"
CLOCK = Clock(now=config_clock.now, boot=config_clock.boot_seconds)


def _version(pk: int) -> TemplateVersion:
    return get_object_or_404(TemplateVersion.objects.select_related("template"), pk=pk)


def _gateway(pk: int) -> Gateway:
    return get_object_or_404(Gateway, pk=pk)


def _filing(pk: int) -> Filing:
    return get_object_or_404(Filing.objects.select_related("gateway"), pk=pk)


def _to_text(version: TemplateVersion) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:template_version", args=[version.pk]) + "#carriers")


def _to_gateway(gateway: Gateway) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:gateway", args=[gateway.pk]) + "#signatures")


def _to_where_it_stands(filing: Filing) -> HttpResponse:
    version = filing.template_version
    return _to_text(version) if version else _to_gateway(filing.gateway)


@action("messaging.view_templateversion", MAY_FILE, find=_version, to=_to_text)
def file_text(request: HttpRequest, version: TemplateVersion, gateway_id: int) -> str:
    gateway = next((g for g in filings.carriers(config_clock.now()) if g.pk == gateway_id), None)
    if gateway is None:
        raise Refused(_("This gateway takes any text; nothing is filed with it."))
    filings.file_text(version, gateway, by=staff(request), clock=CLOCK)
    return _("Filed. The carrier is asked every ten minutes what became of it.")


@action("messaging.view_gateway", MAY_FILE, find=_gateway, to=_to_gateway)
def file_signature(request: HttpRequest, gateway: Gateway) -> str:
    words = request.POST.get("words", "")
    filings.file_signature(words, gateway, by=staff(request), clock=CLOCK)
    return _("Filed. The carrier is asked every ten minutes what became of it.")


@action("messaging.view_gateway", MAY_FILE, find=_filing, to=_to_where_it_stands)
def ask_again(_request: HttpRequest, filing: Filing) -> str:
    return str(filings.ask_again(filing, clock=CLOCK).get_state_display())
