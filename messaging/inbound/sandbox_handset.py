"""The sandbox handset: what arrived on it, and answering as the customer. Sandbox only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from accounts.models import ContactPoint
from messaging.inbound import replies
from messaging.models import Gateway, Reply, SandboxText, Suppression
from messaging.policy.parts import WRITTEN

RECENT_TEXTS = 300
RECENT_HANDSETS = 20
LONGEST_ANSWER = 500


class NotASandbox(RuntimeError):
    """Handsets exist only in a sandbox."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One text on the screen. `reply` is what an answer was taken as."""

    text: str = field(repr=False)
    at: datetime
    is_answer: bool
    reply: Reply | None = None
    content: Mapping[str, str] = field(default_factory=dict, repr=False)
    arrives: bool = True


def conversation(point: ContactPoint) -> list[Bubble]:
    """Everything on this handset, oldest first."""
    _require_sandbox()
    kept = SandboxText.objects.filter(address_hash=point.address_hash)
    texts = list(kept.exclude(direction__in=SandboxText.SWITCHED).order_by("at", "pk"))
    taken = {
        reply.gateway_ref: reply
        for reply in Reply.objects.filter(address_hash=point.address_hash).exclude(gateway_ref="")
    }
    return [
        Bubble(
            text=SandboxText.text.field.shown(text),
            at=text.at,
            is_answer=text.direction == SandboxText.Direction.FROM_HANDSET,
            reply=taken.get(_reference(text)),
            content=json.loads(SandboxText.content.field.shown(text) or "{}"),
            arrives=text.arrives,
        )
        for text in texts
    ]


def others_of(point: ContactPoint) -> list[ContactPoint]:
    """The customer's addresses, this one among them, by channel."""
    return list(_points().filter(customer=point.customer_id).order_by("channel", "pk"))


def is_off(point: ContactPoint) -> bool:
    """Whether nothing arrives on it."""
    switched = SandboxText.objects.filter(
        address_hash=point.address_hash, direction__in=SandboxText.SWITCHED
    )
    latest = switched.order_by("-pk").values_list("direction", flat=True).first()
    return latest == SandboxText.Direction.OFF


def switch(point: ContactPoint, *, off: bool, now: datetime) -> None:
    """Have nothing arrive on it any more, or again."""
    _require_sandbox()
    SandboxText.objects.create(
        direction=SandboxText.Direction.OFF if off else SandboxText.Direction.ON,
        channel=point.channel,
        address_hash=point.address_hash,
        text="",
        at=now,
    )


@transaction.atomic
def answer(point: ContactPoint, *, text: str, now: datetime) -> Reply:
    """Answer as the customer: the same webhook as any gateway's reply."""
    _require_sandbox()
    typed = SandboxText.objects.create(
        direction=SandboxText.Direction.FROM_HANDSET,
        channel=point.channel,
        address_hash=point.address_hash,
        text=text,
        at=now,
    )
    return replies.take(
        address=point.address,
        text=text,
        now=now,
        gateway=_gateways().filter(channel=point.channel).order_by("pk").first(),
        gateway_ref=_reference(typed),
        channel=point.channel,
    )


def handsets_in_use() -> list[ContactPoint]:
    """Contact points whose handset had a text lately, the latest first."""
    latest = SandboxText.objects.order_by("-pk").values_list("address_hash", flat=True)
    hashes = list(dict.fromkeys(bytes(each) for each in latest[:RECENT_TEXTS]))[:RECENT_HANDSETS]
    points = _points().filter(address_hash__in=hashes).order_by("pk")
    return sorted(points, key=lambda point: hashes.index(bytes(point.address_hash)))


def handsets_of(customer_no: str) -> list[ContactPoint]:
    """The handsets of one customer."""
    return list(_points().filter(customer__customer_no=customer_no.strip()).order_by("pk"))


def suppression_of(point: ContactPoint) -> Suppression | None:
    """Why nothing more is sent to this handset, if that is so."""
    return Suppression.objects.filter(
        channel=point.channel, address_hash=point.address_hash, lifted_at=None
    ).first()


def _points() -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(channel__in=WRITTEN).select_related("customer")


def _gateways() -> QuerySet[Gateway]:
    return Gateway.objects.filter(driver__startswith="sandbox")


def _reference(text: SandboxText) -> str:
    return f"handset:{text.pk}"


def _require_sandbox() -> None:
    if not settings.SANDBOX:
        raise NotASandbox("there is no handset in production")
