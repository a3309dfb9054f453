"""Promises heard in a reply, or asked for elsewhere: an agent confirms or declines them."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import Customer, User
from feedback.models import Promise
from messaging.models import Reply
from messaging.replies.intents import Intent

LOOK_BACK = timedelta(days=2)
"""How long the sweep looks for replies whose announcement was lost."""

AT_ONCE = 200


@transaction.atomic
def propose(
    customer: Customer,
    *,
    now: datetime,
    reply_id: int | None = None,
    source: str = "",
) -> Promise | None:
    """Ask an agent to confirm a promise. `reply_id`: from that reply; else say the `source`.

    None: this reply, or this source, was proposed before, whatever became of it.
    """
    source = f"reply:{reply_id}" if reply_id is not None else source
    if not source:
        raise ValueError("a proposal names the reply or the source it rests on")
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if Promise.objects.filter(customer=customer, source=source).exists():
        return None
    return Promise.objects.create(customer=customer, source=source, reply_id=reply_id, noted_at=now)


def propose_missed(now: datetime) -> int:
    """Propose every promise made by reply that has not been yet (announcement and sweep)."""
    heard = Reply.objects.filter(
        ~Exists(Promise.objects.filter(reply=OuterRef("pk"))),
        intent=Intent.PROMISE,
        customer__isnull=False,
        received_at__gt=now - LOOK_BACK,
    )
    waiting = heard.select_related("customer").defer("text").order_by("pk")[:AT_ONCE]
    return sum(
        propose(reply.customer, reply_id=reply.pk, now=now) is not None
        for reply in waiting
        if reply.customer is not None
    )


@transaction.atomic
def decline(promise: Promise, *, by: User, reason: str, now: datetime) -> Promise:
    """It was no promise after all. Raises Refused when it was dealt with already."""
    fresh = Promise.objects.select_for_update(no_key=True).get(pk=promise.pk)
    if fresh.state != Promise.State.PROPOSED:
        raise Refused(_("Somebody has dealt with this proposal already."))
    fresh.state, fresh.ended_at, fresh.ended_by = Promise.State.DECLINED, now, by
    fresh.end_reason = given(reason)
    fresh.save(update_fields=["state", "ended_at", "ended_by", "end_reason"])
    return fresh
