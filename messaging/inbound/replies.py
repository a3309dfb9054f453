"""A customer's answer: stored together with what it causes, in one transaction.

A reply is taken once, however often the gateway delivers it. Whoever works replies hears of it
after the commit (`messaging.signals.reply_received`).
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.keys import keyring
from accounts.models import ContactPoint, Customer
from messaging.inbound.effects import apply
from messaging.models import Gateway, Message, Reply
from messaging.models.message import CONTACTS
from messaging.replies import intents
from messaging.signals import reply_received

PURPOSE = "reply.text"
_LEFT = CONTACTS - {"claimed"}


def take(
    *,
    address: str,
    text: str,
    now: datetime,
    gateway: Gateway | None = None,
    gateway_ref: str = "",
    channel: str = "sms",
) -> Reply:
    """Store a reply with its suppression or hold. The same `gateway_ref` again: the first one.

    `address` is normalised (E.164). What the reply stops is stopped when this returns.
    """
    known = _already_taken(gateway, gateway_ref)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            reply = _store(
                address=address,
                text=text,
                now=now,
                gateway=gateway,
                gateway_ref=gateway_ref,
                channel=channel,
            )
            apply(reply, text=text, now=now)
            transaction.on_commit(
                lambda: reply_received.send(sender=Reply, reply_id=reply.pk), robust=True
            )
    except IntegrityError:
        known = _already_taken(gateway, gateway_ref)  # the same one came in beside us
        if known is None:
            raise
        return known
    return reply


def _store(
    *,
    address: str,
    text: str,
    now: datetime,
    gateway: Gateway | None,
    gateway_ref: str,
    channel: str,
) -> Reply:
    keys = keyring()
    address_hash = keys.suppression_hash(address, channel)
    answered = _answered(channel, address_hash)
    return Reply.objects.create(
        gateway=gateway,
        gateway_ref=gateway_ref,
        channel=channel,
        address_hash=address_hash,
        customer=_writer(channel, address_hash, answered),
        answers=answered,
        text_enc=keys.encrypt(text, PURPOSE),
        intent=intents.classify(text).value,
        suppressed=bool(intents.effects(text) & _SUPPRESSING),
        received_at=now,
    )


_SUPPRESSING = intents.SUPPRESSING | {intents.Intent.WRONG_PARTY}


def _already_taken(gateway: Gateway | None, gateway_ref: str) -> Reply | None:
    if not gateway_ref:
        return None
    return Reply.objects.filter(gateway=gateway, gateway_ref=gateway_ref).first()


def _answered(channel: str, address_hash: bytes) -> Message | None:
    """The last message that went, or may have gone, to this address."""
    return (
        Message.objects.filter(channel=channel, address_hash=address_hash, state__in=_LEFT)
        .order_by("-claimed_at", "-pk")
        .first()
    )


def _writer(channel: str, address_hash: bytes, answered: Message | None) -> Customer | None:
    """Whom the message was for; else the one customer with this address; else nobody knows."""
    if answered is not None and answered.customer is not None:
        return answered.customer
    points = ContactPoint.objects.filter(channel=channel, address_hash=address_hash)
    found = list(Customer.objects.filter(pk__in=points.values("customer"))[:2])
    return found[0] if len(found) == 1 else None
