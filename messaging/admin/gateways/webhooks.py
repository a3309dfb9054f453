"""Where a gateway calls us, for its page: addresses to give to the carrier."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from messaging.gateways.credentials import NoCredentials
from messaging.gateways.webhooks import token as webhook_token
from messaging.gateways.webhooks.base import Greeting, OfDevices, Webhook
from messaging.inbound.webhooks.registry import NoWebhook, webhook_of
from messaging.models import Gateway

MAY_SEE_TOKENS = "messaging.change_gateway"
_SIGNED = _("Give it these addresses; every call must be signed with the same credentials.")
_SECRET = _(
    "This provider does not sign its callbacks: anyone who knows these addresses can post "
    "receipts and replies. Share them with the provider only. They change when the credentials "
    "change."
)
_HIDDEN = _("Its calls are not signed; the addresses are shown to those who set gateways up.")
_UNKNOWN = _("The addresses are made with the credentials, which cannot be read here.")


@dataclass(frozen=True, slots=True)
class Webhooks:
    """What is said of them, and the addresses under their names, if they may be shown."""

    note: Any
    addresses: tuple[tuple[Any, str], ...] = ()


def webhooks_of(gateway: Gateway, *, request: HttpRequest) -> Webhooks | None:
    """None for a gateway that cannot call us. An address that holds a token: only for those who
    may change gateways."""
    try:
        webhook = webhook_of(gateway)
    except NoWebhook:
        return None
    if not webhook.by_token:
        return Webhooks(_SIGNED, _addresses(request, webhook, "", gateway.code))
    if not request.user.has_perm(MAY_SEE_TOKENS):
        return Webhooks(_HIDDEN)
    try:
        token = webhook_token.token_of(gateway)
    except NoCredentials:
        return Webhooks(_UNKNOWN)
    return Webhooks(_SECRET, _addresses(request, webhook, "_by_token", gateway.code, token))


def _addresses(
    request: HttpRequest, webhook: Webhook, which: str, *args: str
) -> tuple[tuple[Any, str], ...]:
    doors = [(_("Receipts"), "webhook_receipts"), (_("Replies"), "webhook_replies")]
    if isinstance(webhook, Greeting):  # one address for everything
        doors = doors[1:]
    if isinstance(webhook, OfDevices):
        doors.append((_("Devices"), "webhook_devices"))
    return tuple(
        (label, request.build_absolute_uri(reverse(f"{name}{which}", args=args)))
        for label, name in doors
    )
