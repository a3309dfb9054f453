"""Gateways: the list and one gateway. Credentials are only named, never shown."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render as render_part
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.admin.pages import needs, render, staff
from config import clock
from messaging import labels
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.gateways.filings import MAY_FILE
from messaging.admin.gateways.webhooks import webhooks_of
from messaging.authoring import filings
from messaging.decisions.facts.on_file import files_texts
from messaging.dispatch import answering, gateway_status
from messaging.gateways.provider.settings import CHOICE, Setting
from messaging.gateways.registry.providers import PROVIDERS
from messaging.models import Gateway, GatewayState, InboundRequest
from messaging.models.choices import ContentClass

EVENTS = 20
CALLS = 10
MODES = {
    **dict(GatewayState.Mode.choices),
    "closed": _("Closed"),
    "draft": _("Not approved"),
    "retired": _("Retired"),
}
LOOKS = {"working": "hc-good", "paused": "hc-bad", "probing": "hc-warn", "closed": "hc-warn"}


@admin.register(Gateway)
class GatewayScreen(VersionScreen):
    list_display = [
        "code",
        "driver_name",
        "mode",
        "state_tag",
        "rate_per_second",
        "weight",
        "effective_from",
    ]
    list_filter = ["state", "open"]
    list_select_related = ["status"]
    page = "admin:gateway"
    change_list_template = "messaging/gateway_list.html"

    @admin.display(description=_("driver"))
    def driver_name(self, gateway: Gateway) -> str:
        return _label(gateway)

    @admin.display(description=_("working"))
    def mode(self, gateway: Gateway) -> str:
        state = getattr(gateway, "status", None)
        mode = gateway_status.Status(gateway, state, 0, 0, 0, 0, 0, 0).mode
        return format_html('<span class="hc-tag {}">{}</span>', LOOKS.get(mode, ""), MODES[mode])


@needs("messaging.view_gateway")
def gateway_page(request: HttpRequest, pk: int) -> HttpResponse:
    related = Gateway.objects.select_related("author", "edited_by", "submitted_by", "decided_by")
    gateway = get_object_or_404(related, pk=pk)
    failed = gateway.inbound_requests.filter(state=InboundRequest.State.FAILED).defer("body")
    return render(
        request,
        "messaging/gateway.html",
        title=gateway.code,
        version=gateway,
        driver=_label(gateway),
        figures=_figures(gateway),
        accepts=[ContentClass(code).label for code in gateway.content_classes],
        credentials_problem=gateway_status.credentials_problem(gateway),
        webhooks=webhooks_of(gateway, request=request),
        events=gateway.events.select_related("by").order_by("-at", "-pk")[:EVENTS],
        failed_calls=failed.order_by("-at")[:CALLS],
        decision=decision_on(gateway, by=request.user, now=clock.now()),
        may_write=request.user.has_perm("messaging.change_gateway")
        and gateway.state in ("draft", "submitted", "rejected"),
        files_texts=files_texts(gateway),
        signatures=filings.signatures(gateway),
        may_write_filings=request.user.has_perm(MAY_FILE),
        may_operate=request.user.has_perm(gateway_status.MAY_OPERATE),
        not_opened=gateway_status.obstacle_to_opening(gateway, by=staff(request)),
        **_live(gateway),
    )


@needs("messaging.view_gateway")
def gateway_now(request: HttpRequest, pk: int) -> HttpResponse:
    """The part of the page that keeps itself fresh; another mode reloads the whole page."""
    live = _live(get_object_or_404(Gateway, pk=pk))
    if request.GET.get("mode") != live["doing"].mode:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render_part(request, "messaging/gateway_now.html", live)


def _live(gateway: Gateway) -> dict[str, Any]:
    status = gateway_status.status(gateway, now=clock.now())
    error = status.state.last_error if status.state else ""
    return {
        "doing": status,
        "answered": answering.last(gateway.pk),
        "mode_label": MODES[status.mode],
        "mode_look": LOOKS.get(status.mode, ""),
        "last_error": labels.reason(error) if error else "",
    }


def _figures(gateway: Gateway) -> list[tuple[Any, Any]]:
    """What was approved of the driver's settings, under the names of the form."""
    provider = PROVIDERS.get(gateway.driver)
    declared = {each.name: each for each in (provider.settings if provider else ())}
    said = {name: each.default for name, each in declared.items() if each.default is not None}
    return [
        (declared[name].label if name in declared else name, _shown(value, declared.get(name)))
        for name, value in {**said, **gateway.settings}.items()
    ]


def _shown(value: Any, setting: Setting | None) -> Any:
    if setting and setting.kind == CHOICE:
        return dict(setting.choices).get(value, value)
    return _("yes") if value is True else value


def _label(gateway: Gateway) -> str:
    """What its provider is called; the code of one that is no more."""
    provider = PROVIDERS.get(gateway.driver)
    return str(provider.label) if provider else gateway.driver
