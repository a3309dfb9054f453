"""What messaging does, in the same transaction, when accounts changes something."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.conf import settings
from django.dispatch import receiver

from accounts import signals
from accounts.chain.heads import Head
from accounts.models import ContactPoint, Hold, User
from messaging.gateways.posting import post
from messaging.outbox import changes as outbox
from messaging.outbox.locks import lock_all
from messaging.policy import reasons
from messaging.suppression.replaced import take_over


@receiver(signals.holds_placed)
def hold_messages(*, customer_ids: Collection[int], **_ignored: Any) -> None:
    """A hold on one loan holds all its customer's messages; the claim sorts out which it means."""
    kinds = _by_kind(customer_ids)
    if len(kinds) > 1:
        lock_all(customers=customer_ids)
    for kind, held in kinds.items():
        reason = reasons.BY_HOLD_KIND.get(kind, reasons.HOLD)
        outbox.hold_back(held, reason=reason)


@receiver(signals.holds_ended)
def let_messages_go(*, customer_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    outbox.let_go(customer_ids, now=now)


@receiver(signals.loans_changed)
def decide_by_the_new_ledger(*, loan_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    outbox.recheck(loan_ids, now=now)


@receiver(signals.contact_points_closed)
@receiver(signals.contact_points_confirmed)
def decide_by_the_new_addresses(
    *, contact_point_ids: Collection[int], now: datetime, **_ignored: Any
) -> None:
    outbox.recheck_contact_points(contact_point_ids, now=now)


@receiver(signals.contact_point_replaced)
def let_an_opt_out_follow(
    *, old: ContactPoint, new: ContactPoint, by: User, now: datetime, **_ignored: Any
) -> None:
    take_over(old, new, by=by, now=now)


@receiver(signals.wishes_changed)
def decide_by_what_was_asked_for(
    *, customer_ids: Collection[int], now: datetime, **_ignored: Any
) -> None:
    outbox.recheck_customers(customer_ids, now=now)


@receiver(signals.head_published)
def post_the_head(*, head: Head, **_ignored: Any) -> None:
    """To whoever keeps it elsewhere. It needs no secret: the head is signed."""
    if settings.HEADS_WEBHOOK:
        post(settings.HEADS_WEBHOOK, head.line().encode(), {})


def _by_kind(customer_ids: Collection[int]) -> dict[str, set[int]]:
    """Customers by the kind of their newest hold."""
    newest = dict(
        Hold.objects.filter(customer__in=customer_ids, released_at=None)
        .order_by("pk")
        .values_list("customer_id", "kind")
    )
    kinds: dict[str, set[int]] = {}
    for customer_id, kind in newest.items():
        kinds.setdefault(kind, set()).add(customer_id)
    return kinds
