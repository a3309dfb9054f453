"""The states of a message, and what each means for caps, channels and figures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageState(models.TextChoices):
    QUEUED = "queued", _("Queued")
    CLAIMED = "claimed", _("Being prepared")
    HANDING_OVER = "handing_over", _("Being handed over")
    ACCEPTED = "accepted", _("Accepted by the gateway")
    DELIVERED = "delivered", _("Delivered")
    UNDELIVERED = "undelivered", _("Not delivered")
    REFUSED = "refused", _("Refused by the gateway")
    UNKNOWN = "unknown", _("Outcome unknown")
    UNRESOLVED = "unresolved", _("Closed without an outcome")
    BLOCKED = "blocked", _("Blocked")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


TRANSITIONS = [
    (MessageState.QUEUED, MessageState.CLAIMED),
    (MessageState.QUEUED, MessageState.BLOCKED),
    (MessageState.QUEUED, MessageState.CANCELLED),
    (MessageState.QUEUED, MessageState.EXPIRED),
    (MessageState.CLAIMED, MessageState.QUEUED),
    (MessageState.CLAIMED, MessageState.BLOCKED),
    (MessageState.CLAIMED, MessageState.CANCELLED),
    (MessageState.CLAIMED, MessageState.EXPIRED),
    (MessageState.CLAIMED, MessageState.HANDING_OVER),
    (MessageState.HANDING_OVER, MessageState.ACCEPTED),
    (MessageState.HANDING_OVER, MessageState.REFUSED),
    (MessageState.HANDING_OVER, MessageState.QUEUED),
    (MessageState.HANDING_OVER, MessageState.UNKNOWN),
    # A receipt may come before our own note of the hand-over.
    (MessageState.HANDING_OVER, MessageState.DELIVERED),
    (MessageState.HANDING_OVER, MessageState.UNDELIVERED),
    (MessageState.UNKNOWN, MessageState.ACCEPTED),
    (MessageState.UNKNOWN, MessageState.DELIVERED),
    (MessageState.UNKNOWN, MessageState.UNDELIVERED),
    (MessageState.UNKNOWN, MessageState.REFUSED),
    (MessageState.UNKNOWN, MessageState.UNRESOLVED),
    (MessageState.ACCEPTED, MessageState.DELIVERED),
    (MessageState.ACCEPTED, MessageState.UNDELIVERED),
]
OPEN = frozenset({MessageState.QUEUED, MessageState.CLAIMED})
FINAL = frozenset(
    {
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.REFUSED,
        MessageState.BLOCKED,
        MessageState.CANCELLED,
        MessageState.EXPIRED,
        MessageState.UNRESOLVED,
    }
)
# States in which the customer has been, or may have been, contacted (caps count these).
CONTACTS = frozenset(
    {
        MessageState.CLAIMED,
        MessageState.HANDING_OVER,
        MessageState.ACCEPTED,
        MessageState.DELIVERED,
        MessageState.UNDELIVERED,
        MessageState.UNKNOWN,
        MessageState.UNRESOLVED,
    }
)

# A message that left, or may have: everything that counts as a contact but what is being prepared.
LEFT = CONTACTS - {MessageState.CLAIMED}
# What ended without having left.
NEVER_LEFT = FINAL - LEFT
# What ended in any way but the usual one.
ENDED_OTHERWISE = FINAL - {MessageState.DELIVERED}


OVER = (LEFT - {MessageState.HANDING_OVER, MessageState.UNKNOWN}) | {
    MessageState.REFUSED,
    MessageState.BLOCKED,
}
"""What the next channel may follow: what can never come to be sent again, and whose hand-over is no
open question. Never what somebody cancelled, or what was too late."""
