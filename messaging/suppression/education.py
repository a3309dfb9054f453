"""No more useful knowledge: by the word in a reply, or on the customer's page. Reminders go on."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Exists, Max, OuterRef

from accounts.contact import consents
from accounts.models import Consent, Customer
from messaging.models import EducationDeclined, Message, Suppression
from messaging.models.choices import ContentClass
from messaging.models.message_states import OPEN, MessageState
from messaging.outbox.locks import lock_all
from messaging.policy.reasons import EDUCATION_DECLINED


class Declining(NamedTuple):
    """Which address declines, and whose it is taken for, if anybody knows."""

    channel: str
    address_hash: bytes
    customer_id: int | None
    source: str
    at: datetime


def said_no(customer_ids: Collection[int]) -> Iterable[tuple[int, str, datetime]]:
    """When each of them last declined it; for `accounts.contact.said_later`."""
    rows = EducationDeclined.objects.filter(customer__in=customer_ids).values("customer_id")
    for row in rows.annotate(last=Max("at")):
        yield row["customer_id"], consents.EDUCATION.value, row["last"]


@transaction.atomic
def decline_all(declining: Sequence[Declining]) -> dict[bytes, int]:
    """Keep it, end the consents it revokes, and cancel what was to go there. The customers behind
    the addresses are locked first, as by whoever claims; nothing begins after the commit.

    The ids of what is new, by address: neither had it been declined there, nor stopped.
    """
    hashes = {each.address_hash for each in declining}
    named = {each.customer_id for each in declining if each.customer_id}
    lock_all(customers=named, hashes=hashes, channels={each.channel for each in declining})
    before = _at_rest(hashes)
    made = EducationDeclined.objects.bulk_create(
        EducationDeclined(
            channel=each.channel,
            address_hash=each.address_hash,
            customer_id=each.customer_id,
            source=each.source,
            at=each.at,
        )
        for each in declining
    )
    now = max(each.at for each in declining)
    waiting = Message.objects.filter(
        content_class=ContentClass.EDUCATION, state__in=OPEN, address_hash__in=hashes
    )
    waiting.update(
        state=MessageState.CANCELLED,
        reason=EDUCATION_DECLINED,
        final_at=now,
        body=None,
        segments=None,
        claim_token=None,
        claimed_at=None,
    )
    people = Customer.objects.in_bulk(named)
    for each in declining:
        customer = people.get(each.customer_id or 0)
        if customer is not None:
            consents.revoke(
                customer, kind=consents.EDUCATION, how=each.source, by=None, now=each.at
            )
    rows = reversed(made)  # the first of an address counts
    return {
        bytes(row.address_hash): row.pk
        for row in rows
        if (row.channel, bytes(row.address_hash)) not in before
    }


def _at_rest(hashes: Collection[bytes]) -> set[tuple[str, bytes]]:
    """Addresses that have declined it and not agreed again, and those nothing is sent to."""
    agreed = Consent.objects.filter(
        customer=OuterRef("customer"),
        kind=consents.EDUCATION,
        revoked_at=None,
        given_at__gt=OuterRef("at"),
    )
    declined = EducationDeclined.objects.filter(address_hash__in=hashes).exclude(Exists(agreed))
    stopped = Suppression.objects.filter(address_hash__in=hashes, lifted_at=None)
    rows = (each.values_list("channel", "address_hash") for each in (declined, stopped))
    return {(channel, bytes(address)) for found in rows for channel, address in found}
