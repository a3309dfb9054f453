"""What customers tell on their own page that means the same as a reply: they have paid.

It is stored as a reply of theirs, with the hold that such a reply places, so that decisions, the
inbox and the core system hear of it in one way, wherever it was said.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial

from django.db import transaction

from accounts.models import Customer, Hold, Loan
from messaging.inbound import effects
from messaging.inbound.effects import Taken
from messaging.inbound.replies import keep
from messaging.inbound.writers import Answered, Writer
from messaging.models import Message, Reply
from messaging.replies import reading
from messaging.replies.intents import Intent, strongest
from messaging.signals import replies_received

ON_A_PAGE = "page:"
"""What the gateway's id of such a reply begins with; the loan it is about follows."""


@transaction.atomic
def say_paid(
    customer: Customer, *, loan: Loan, message: Message, said: str, words: str, now: datetime
) -> Reply:
    """Store that the customer says this loan's instalment is paid: `said` by the button, `words`
    typed beside it, which are read as any reply's are. Said again before it is checked: the first.
    """
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if standing := unchecked(customer, now).get(loan.pk):
        return standing
    meant = reading.read(words) if words.strip() else None
    found = (meant.effects - {Intent.OTHER} if meant else frozenset()) | {Intent.PAID}
    taken = Taken(
        reply_id=0,
        gateway_ref=f"{ON_A_PAGE}{loan.pk}",
        text=f"{said}\n{words}" if meant else said,
        at=now,
        address_hash=bytes(message.address_hash),
        writer=Writer(_answered(message, customer), frozenset({customer.pk})),
        reading=reading.Reading(
            intent=strongest(found),
            effects=found,
            harmless=meant.harmless if meant else True,
            severe=meant.severe if meant else False,
            why="said on the customer's page",
            circumstances=meant.circumstances if meant else frozenset(),
            asks=meant.asks if meant else False,
            topic=meant.topic if meant else "",
        ),
    )
    kept = keep([_not_stopping(taken)], gateway=None, channel=message.channel)
    effects.apply(kept, channel=message.channel)
    ids = [reply.reply_id for reply in kept]
    transaction.on_commit(partial(replies_received.send, sender=Reply, reply_ids=ids), robust=True)
    return Reply.objects.get(pk=ids[0])


def unchecked(customer: Customer, now: datetime) -> dict[int, Reply]:
    """What this customer has said on their page to be paid and nobody has checked, by loan."""
    holds = Hold.objects.filter(
        customer=customer,
        kind=Hold.Kind.PAID_CLAIM,
        released_at=None,
        until__gt=now,
        source__startswith="reply:",
    )
    ids = [int(source.partition(":")[2]) for source in holds.values_list("source", flat=True)]
    replies = Reply.objects.defer("text").filter(pk__in=ids, gateway_ref__startswith=ON_A_PAGE)
    return {int(reply.gateway_ref.partition(":")[2]): reply for reply in replies}


def is_of_a_page(reply: Reply) -> bool:
    """Whether it was said on the customer's page and not from their telephone."""
    return reply.gateway_id is None and reply.gateway_ref.startswith(ON_A_PAGE)


def _not_stopping(taken: Taken) -> Taken:
    """Numbers are stopped on the page by buttons that ask first, not by what stands in a remark;
    a person reads it."""
    stopping = taken.effects & effects.STOPPING
    if not stopping:
        return taken
    left = taken.effects - stopping
    read = replace(taken.reading, effects=left, intent=strongest(left), harmless=False)
    return replace(taken, reading=read)


def _answered(message: Message, customer: Customer) -> Answered:
    return Answered(
        message_id=message.pk,
        customer_id=customer.pk,
        lender_id=message.lender_id,
        contact_point_id=message.contact_point_id,
        language=message.language,
    )
