"""What came back to the mailboxes of e-mail gateways: fetched by IMAP, and then worked like what is
posted to their webhook (messaging.gateways.email.webhook)."""

from __future__ import annotations

import logging
from functools import partial

from django.conf import settings

from messaging.gateways.base import NotSent
from messaging.gateways.email import incoming, mailbox
from messaging.gateways.email.incoming import Kind as MailKind
from messaging.gateways.options import BadSettings
from messaging.gateways.permit import Clock
from messaging.gateways.webhooks.base import Kind
from messaging.inbound.requests import store as request_store, work as requests
from messaging.models import Gateway

log = logging.getLogger(__name__)

CONTENT_TYPE = "message/rfc822"
KINDS = {
    MailKind.BOUNCE: Kind.RECEIPTS,
    MailKind.COMPLAINT: Kind.RECEIPTS,
    MailKind.REPLY: Kind.REPLIES,
}
"""Of what has a consequence; the rest is left in the mailbox, as seen."""


def collect(*, clock: Clock) -> int:
    """Fetch from every mailbox there is; how many mails came. A mailbox that is away keeps no other
    waiting. In a sandbox nobody is called."""
    if settings.SANDBOX:
        return 0
    gateways = Gateway.objects.filter(
        driver="smtp", state__in=("approved", "retired"), settings__has_key="imap_host"
    ).order_by("pk")
    return sum(_collect(gateway, clock) for gateway in gateways)


def _collect(gateway: Gateway, clock: Clock) -> int:
    try:
        box = mailbox.of_settings(gateway.settings)
        if box is None:
            return 0
        return box.collect(partial(_take, gateway, clock), timeout_seconds=gateway.timeout_seconds)
    except (NotSent, BadSettings, *mailbox.FAILURES) as error:
        log.error("mailbox of gateway %s: %s", gateway.code, type(error).__name__)
        return 0


def _take(gateway: Gateway, clock: Clock, raw: bytes) -> bool:
    """Whether it is kept, and an opt-out in it in force: then it need not come again."""
    kind = KINDS.get(incoming.read(raw).kind)
    if kind is None:
        return True
    now = clock.now()
    stored = request_store.store(
        gateway, kind, seal=None, kept=raw, content_type=CONTENT_TYPE, now=now
    )
    return kind != Kind.REPLIES or requests.stop_at_once(stored, now=now)
