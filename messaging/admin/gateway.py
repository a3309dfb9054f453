"""Gateways: the list and one gateway. Credentials are only named, never shown."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

from accounts.admin.pages import needs, render
from config import clock
from messaging.admin.decision import decision_on
from messaging.admin.version_list import VersionScreen
from messaging.models import Gateway
from messaging.models.choices import ContentClass


@admin.register(Gateway)
class GatewayScreen(VersionScreen):
    list_display = ["code", "driver", "state_tag", "open", "rate_per_second", "effective_from"]
    list_filter = ["state", "open"]
    page = "admin:gateway"
    change_list_template = "messaging/gateway_list.html"


@needs("messaging.view_gateway")
def gateway_page(request: HttpRequest, pk: int) -> HttpResponse:
    related = Gateway.objects.select_related("author", "edited_by", "submitted_by", "decided_by")
    gateway = get_object_or_404(related, pk=pk)
    return render(
        request,
        "messaging/gateway.html",
        title=gateway.code,
        version=gateway,
        accepts=[ContentClass(code).label for code in gateway.content_classes],
        decision=decision_on(gateway, by=request.user, now=clock.now()),
        may_write=request.user.has_perm("messaging.change_gateway")
        and gateway.state in ("draft", "submitted", "rejected"),
    )
