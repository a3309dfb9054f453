"""The sandbox gateway: texts go to handsets that are pages, and to nobody's phone."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from accounts.keys import keyring
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.permit import Clock
from messaging.models import Gateway, SandboxText

CALL_SIZE = 100


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
        hashes = {out.message_id: keys.suppression_hash(out.address, self.channel) for out in call}
        off = _switched_off(hashes.values())
        SandboxText.objects.bulk_create(
            [
                SandboxText(
                    message_id=out.message_id,
                    direction=SandboxText.Direction.TO_HANDSET,
                    channel=self.channel,
                    address_hash=hashes[out.message_id],
                    text=out.text,
                    content=json.dumps(dict(out.content), ensure_ascii=False),
                    at=now,
                    arrives=hashes[out.message_id] not in off,
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


def _switched_off(address_hashes: Iterable[bytes]) -> set[bytes]:
    """Those on which nothing arrives until somebody switches them on again."""
    switched = SandboxText.objects.filter(
        address_hash__in=list(address_hashes), direction__in=SandboxText.SWITCHED
    )
    latest = dict(switched.order_by("pk").values_list("address_hash", "direction"))
    return {bytes(each) for each, said in latest.items() if said == SandboxText.Direction.OFF}


def _accepted(message_id: int) -> Outcome:
    return Outcome(message_id, Result.ACCEPTED, gateway_ref=str(message_id))
