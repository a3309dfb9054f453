"""The sandbox gateway: texts go to handsets that are pages, and to nobody's phone."""

from __future__ import annotations

import json
from collections.abc import Sequence

from accounts.keys import keyring
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.models import Gateway, SandboxText

CALL_SIZE = 100
NUMBERS_OFF = "404"
MAILBOXES_OFF = "nobody"


class SandboxDriver(Driver):
    """Writes handset texts; the message's id is the gateway's id."""

    channel = "sms"

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> SandboxDriver:
        driver = cls(
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
        driver.channel = gateway.channel
        return driver

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        now, keys = self.clock.now(), keyring()
        SandboxText.objects.bulk_create(
            [
                SandboxText(
                    message_id=out.message_id,
                    direction=SandboxText.Direction.TO_HANDSET,
                    channel=self.channel,
                    address_hash=keys.suppression_hash(out.address, self.channel),
                    text=out.text,
                    content=json.dumps(dict(out.content), ensure_ascii=False),
                    at=now,
                    arrives=not _is_off(out.address),
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


def _is_off(address: str) -> bool:
    """Handsets of numbers that end so are switched off; mailboxes that begin so do not exist."""
    return address.endswith(NUMBERS_OFF) or address.startswith(MAILBOXES_OFF)


def _accepted(message_id: int) -> Outcome:
    return Outcome(message_id, Result.ACCEPTED, gateway_ref=str(message_id))
