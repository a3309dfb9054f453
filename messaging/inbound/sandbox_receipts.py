"""The sandbox's handsets report what arrived on them, as a carrier would."""

from __future__ import annotations

from datetime import datetime, timedelta

from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message, PhoneSendStep, SandboxText
from messaging.models.message_states import MessageState

RECEIPT_AFTER = timedelta(seconds=2)
RECEIPTS_AT_ONCE = 2000


def send_receipts(*, now: datetime) -> int:
    """Report texts that have been on a handset for a moment as delivered, or not where it is
    switched off. How many there were."""
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
    handed_to |= dict(
        PhoneSendStep.objects.filter(
            send__wire_id__in=[text.message_id for text in due], state=PhoneSendStep.State.BEGUN
        ).values_list("send__wire_id", "gateway_id")
    )
    for gateway in Gateway.objects.filter(pk__in=set(handed_to.values())):
        delivered = [
            InboundReceipt(
                message_id=text.message_id,
                gateway_ref=str(text.message_id),
                result=MessageState.DELIVERED if text.arrives else MessageState.UNDELIVERED,
            )
            for text in due
            if text.message_id and handed_to.get(text.message_id) == gateway.pk
        ]
        receipts.take(gateway=gateway, incoming=delivered, now=now)
    SandboxText.objects.filter(pk__in=[text.pk for text in due]).update(receipt_sent=True)
    return len(due)
