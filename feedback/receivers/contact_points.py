"""What feedback does when a number is written to no more."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.dispatch import receiver

from accounts import signals
from feedback.inbox import masking


@receiver(signals.contact_points_closed, dispatch_uid="feedback.contact_points_closed")
def hide_debts(*, contact_point_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    """Hide the debt where the number is somebody else's; what a crash prevents, a sweep does.

    After the commit: whoever closes a number has locked customers, and whoever acts on a
    conversation locks it before them.
    """
    closed = set(contact_point_ids)
    if closed:
        transaction.on_commit(partial(masking.hide, closed, now), robust=True)
