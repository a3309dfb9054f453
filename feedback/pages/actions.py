"""What a customer does on their pages; each the same act as by reply, agent or file.

Done twice is done once: whoever presses twice is told the same.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.contact import consents, wishes
from accounts.models import Consent, ContactPoint, Customer, Loan
from feedback.complaints import opening, reviews
from feedback.complaints.kinds import kind_of
from feedback.hardship.cases import open_case
from feedback.models import Complaint, ComplaintReview, HardshipCase, Promise
from feedback.promises import service as promises
from messaging.models import Message, Suppression
from messaging.suppression import service as suppression, wrong_party
from messaging.suppression.education import Declining, decline_all
from messaging.suppression.service import Wanted, suppress_all


def source_of(message: Message) -> str:
    """What an act on the pages rests on: the text whose code opened them."""
    return f"page:{message.pk}"


def opt_out(message: Message, *, now: datetime) -> None:
    """Stop texts to the number this one went to. No text confirms it: the page does."""
    suppression.suppress(
        channel=message.channel,
        address_hash=bytes(message.address_hash),
        kind=Suppression.Kind.OPT_OUT,
        source=source_of(message),
        now=now,
    )


def opt_in_again(message: Message, *, now: datetime) -> bool:
    """Take back what was pressed by mistake. False: it is too late for that."""
    return suppression.mend(**_pressed(message), now=now)


def can_opt_in_again(message: Message, *, now: datetime) -> bool:
    """Whether the number was stopped by this very page, a moment ago."""
    return suppression.mendable(**_pressed(message), now=now).exists()


def _pressed(message: Message) -> dict[str, Any]:
    return {
        "channel": message.channel,
        "address_hash": bytes(message.address_hash),
        "source": source_of(message),
    }


@transaction.atomic
def opt_out_of(message: Message, points: Collection[ContactPoint], *, now: datetime) -> None:
    """Stop whatever is written to these addresses; of the message's own channel, also the one it
    went to."""
    addresses = {(point.channel, bytes(point.address_hash)) for point in points}
    if any(channel == message.channel for channel, _hash in addresses):
        addresses.add((message.channel, bytes(message.address_hash)))
    suppress_all(
        [
            Wanted(channel, hashed, Suppression.Kind.OPT_OUT, source_of(message), now)
            for channel, hashed in sorted(addresses)
        ]
    )


def end_education(message: Message, *, now: datetime) -> None:
    """No more useful knowledge to where this came; reminders go on. The page confirms it."""
    at = bytes(message.address_hash)
    decline_all([Declining(message.channel, at, message.customer_id, source_of(message), now)])


@transaction.atomic
def not_me(message: Message, *, now: datetime) -> None:
    """The number has another owner: nobody is reminded or called there any more."""
    if message.contact_point is None:
        opt_out(message, now=now)
        return
    wrong_party.shield(message.contact_point, source=source_of(message), by=None, now=now)


def complain(
    customer: Customer, *, message: Message, category: str, words: str, now: datetime
) -> Complaint:
    """Log a complaint about this text; reminders rest until it is answered. It is as bad as its
    words say, about what the customer has chosen."""
    return opening.log(
        customer=customer,
        message=message if message.customer_id == customer.pk else None,
        via=Complaint.Via.PAGE,
        category=category,
        severity=kind_of(words).severity,
        text=words,
        by=None,
        now=now,
    )


def ask_for_review(complaint: Complaint, *, words: str, now: datetime) -> ComplaintReview:
    """Have another person look at an answered complaint. Raises Refused."""
    return reviews.ask_for_review(complaint, via=Complaint.Via.PAGE, text=words, by=None, now=now)


@transaction.atomic
def promise(
    customer: Customer, *, message: Message, loan: Loan, amount: Decimal, on: date, now: datetime
) -> Promise:
    """Promise to pay. The same promise again is the one that stands; another one takes its place.
    Raises Refused."""
    standing = Promise.objects.filter(
        customer=customer, loan=loan, state=Promise.State.OPEN
    ).first()
    if standing is not None:
        if (standing.amount, standing.pay_on) == (amount, on):
            return standing
        promises.cancel(standing, by=None, reason=_("Changed by the customer."), now=now)
    return promises.make(
        customer, loan=loan, amount=amount, on=on, source=source_of(message), by=None, now=now
    )


def take_back(customer: Customer, *, promise_id: int | None, now: datetime) -> None:
    """The customer cannot keep it after all: it counts no more. Twice is once."""
    standing = Promise.objects.filter(
        customer=customer, pk=promise_id or 0, state=Promise.State.OPEN
    ).first()
    if standing is not None:
        promises.cancel(standing, by=None, reason=_("Taken back by the customer."), now=now)


def ask_for_help(
    customer: Customer,
    *,
    message: Message,
    needs: Collection[str],
    story: str,
    now: datetime,
) -> HardshipCase:
    """Open a hardship case, or add to the one that is open; reminders rest meanwhile."""
    return open_case(
        customer, source=source_of(message), by=None, now=now, needs=needs, story=story
    )


@transaction.atomic
def wish(
    customer: Customer,
    *,
    message: Message,
    hours: str,
    channel: str,
    language: str,
    now: datetime,
    night: bool | None = None,
    education: bool | None = None,
    lock_screen: bool | None = None,
) -> None:
    """Keep what the customer asks for; the next decision about them goes by it. `night`: whether
    they agree to be contacted at night, `education`: to useful knowledge, `lock_screen`: to see
    what is owed on a locked phone; None: they were not asked."""
    wishes.record(customer, hours=hours, channel=channel, language=language, now=now)
    source = source_of(message)
    asked = {
        consents.NIGHT: night,
        consents.EDUCATION: education,
        consents.LOCK_SCREEN: lock_screen,
    }
    for kind, said in asked.items():
        if said:
            consents.give(
                customer, kind=kind, via=Consent.Via.PAGE, evidence=source, by=None, now=now
            )
        elif said is not None:
            consents.revoke(customer, kind=kind, how=source, by=None, now=now)
