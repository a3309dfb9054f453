"""What waits for a way out is decided about anew when there is one."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from messaging.models import Gateway, Message, message_reasons
from messaging.models.message_states import MessageState
from messaging.policy.reasons import CARRIER_HAS_NOT_PASSED, GATEWAY_CLOSED, NO_GATEWAY

FOR_ANY_GATEWAY = (NO_GATEWAY, GATEWAY_CLOSED, CARRIER_HAS_NOT_PASSED)
"""Reasons of messages that whichever gateway takes them sets free."""


@transaction.atomic
def wake_for(gateway: Gateway, *, at: datetime) -> int:
    """From `at` on, what waits for any gateway, or for one that is paused longer than that; how
    many. Those somebody is working on are passed over."""
    queued = Message.objects.filter(
        state=MessageState.QUEUED,
        channel=gateway.channel,
        content_class__in=gateway.content_classes,
    )
    for_any = queued.filter(not_before=None, reason__in=FOR_ANY_GATEWAY)
    for_a_paused_one = queued.filter(reason=message_reasons.GATEWAY_PAUSED, not_before__gt=at)
    picked = (
        (for_any | for_a_paused_one).select_for_update(skip_locked=True, no_key=True).order_by("pk")
    )
    ids = list(picked.values_list("pk", flat=True))
    return Message.objects.filter(pk__in=ids).update(not_before=at)
