"""The better second door: a code by text to the number on file, which whoever holds one of our
texts alone does not get.

Whether one was sent is never said: a number that opted out, is closed or has had its codes for the
day gets the same page as any other.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import ContactPoint, Customer
from accounts.models.choices import Channel
from feedback.models import OneTimeCode
from feedback.pages import throttle
from messaging.content.check_code import read_code
from messaging.models import Message
from messaging.transactional import one_time_codes

FORGOTTEN_AFTER = timedelta(days=30)


class TooOften(Exception):
    """Asked for from here, or everywhere, more often than people do."""


def ask(customer: Customer, *, message: Message, network: str, now: datetime) -> None:
    """Send a code to the number this text went to, if texts may go there. Raises TooOften, which
    does not depend on the number."""
    anybody = [(throttle.ONE_TIME_FROM_AN_ADDRESS, network), (throttle.ONE_TIME_EVERYWHERE, "")]
    if not throttle.within_limits(anybody, now=now):
        raise TooOften
    number = bytes(message.address_hash).hex()
    if not throttle.within_limits([(throttle.ONE_TIME_TO_A_NUMBER, number)], now=now):
        return
    point = message.contact_point
    if point is None or point.channel != Channel.SMS or point.state != ContactPoint.State.ACTIVE:
        return
    with transaction.atomic():
        sent = one_time_codes.queue(customer, lender=message.lender, point=point, now=now)
        OneTimeCode.objects.create(message=sent, customer=customer, asked_at=now)


@transaction.atomic
def enter(customer: Customer, *, message: Message, typed: str, now: datetime) -> bool:
    """Whether it is the newest code this customer asked for at this lender's page, in time and
    not used. Each try counts, right or wrong; tries at once come one after the other."""
    newest = (
        OneTimeCode.objects.select_for_update(no_key=True, of=("self",))
        .select_related("message__contact_point")
        .filter(customer=customer, message__lender_id=message.lender_id)
        .order_by("-pk")
        .first()
    )
    read = read_code(typed)
    if newest is None or read is None or not _is_good(newest, now):
        return False
    newest.tries += 1
    if one_time_codes.is_code_of(newest.message, read.code, now=now):
        newest.used_at = now
    newest.save(update_fields=["tries", "used_at"])
    return newest.used_at is not None


def _is_good(code: OneTimeCode, now: datetime) -> bool:
    in_time = code.asked_at <= now < code.asked_at + one_time_codes.LASTS
    return in_time and code.used_at is None and code.tries < OneTimeCode.MOST_TRIES


def forget_ended(now: datetime) -> int:
    """Delete what is long over; how many."""
    return OneTimeCode.objects.filter(asked_at__lte=now - FORGOTTEN_AFTER).delete()[0]
