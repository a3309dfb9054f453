"""The sandbox gateway: texts go to handsets that are pages, and to nobody's phone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.keys import keyring
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.inbound import receipts
from messaging.models import Gateway, Message, SandboxText

CALL_SIZE = 100
RECEIPT_AFTER = timedelta(seconds=2)
RECEIPTS_AT_ONCE = 2000
PURPOSE = "sandbox.text"
CHANNEL = "sms"


class SandboxDriver(Driver):
    """Writes handset texts; the message's id is the gateway's id."""

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> SandboxDriver:
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=CALL_SIZE,
                rate_per_second=gateway.rate_per_second,
                connections=1,
                receipts=True,
                query=True,
                content_classes=frozenset(gateway.content_classes),
            ),
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        now, keys = self.clock.now(), keyring()
        SandboxText.objects.bulk_create(
            [
                SandboxText(
                    message_id=out.message_id,
                    direction=SandboxText.Direction.TO_HANDSET,
                    address_hash=keys.suppression_hash(out.address, CHANNEL),
                    text_enc=keys.encrypt(out.text, PURPOSE),
                    at=now,
                )
                for out in call
            ],
        )
        return [_accepted(out.message_id) for out in call]

    def ask(self, message_ids: Sequence[int]) -> list[Outcome]:
        arrived = set(
            SandboxText.objects.filter(message_id__in=message_ids).values_list(
                "message_id", flat=True
            )
        )
        return [
            _accepted(pk) if pk in arrived else Outcome(pk, Result.REFUSED, "never_arrived")
            for pk in message_ids
        ]


def send_receipts(*, now: datetime) -> int:
    """Report texts that have been on a handset for a moment as delivered. How many there were."""
    due = list(
        SandboxText.objects.filter(
            receipt_sent=False,
            direction=SandboxText.Direction.TO_HANDSET,
            at__lte=now - RECEIPT_AFTER,
        ).order_by("id")[:RECEIPTS_AT_ONCE]
    )
    handed_to = dict(
        Message.objects.filter(pk__in=[text.message_id for text in due]).values_list(
            "pk", "gateway_id"
        )
    )
    for gateway in Gateway.objects.filter(pk__in=set(handed_to.values())):
        delivered = [
            receipts.Incoming(
                message_id=text.message_id, gateway_ref=str(text.message_id), result="delivered"
            )
            for text in due
            if text.message_id and handed_to.get(text.message_id) == gateway.pk
        ]
        receipts.take(gateway=gateway, incoming=delivered, now=now)
    SandboxText.objects.filter(pk__in=[text.pk for text in due]).update(receipt_sent=True)
    return len(due)


def _accepted(message_id: int) -> Outcome:
    return Outcome(message_id, Result.ACCEPTED, gateway_ref=str(message_id))
