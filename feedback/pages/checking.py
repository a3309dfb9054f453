"""Is it really you? One counted try, one look-up, one answer."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Lender
from feedback.pages import throttle
from messaging.models import Message
from messaging.transactional import check_codes
from messaging.transactional.check_codes import Checked


class TooManyTries(Exception):
    """From here, or for this code; nothing was looked up."""


def check(lender: Lender, *, code: str, digits: str, network: str, now: datetime) -> Checked | None:
    """The text of this lender with this code to a number ending so, both as they were read.

    Two statements, the same ones whatever they are. Raises TooManyTries, for a code that exists
    and one that does not alike.
    """
    places = [
        (throttle.CHECKS_FROM_AN_ADDRESS, network),
        (throttle.CHECKS_OF_A_CODE, code),
    ]
    if not throttle.within_limits(places, now=now):
        raise TooManyTries
    return check_codes.find(code=code, digits=digits, lender_id=lender.pk, now=now)


def message_of(visit_message_id: int | None, lender: Lender) -> Message | None:
    """The text a visit was begun with, and whose it is; not of somebody whose data are erased."""
    if visit_message_id is None:
        return None
    found = Message.objects.select_related("customer", "contact_point", "lender").filter(
        pk=visit_message_id, lender=lender
    )
    message = found.first()
    if message is None or (message.customer and message.customer.erased_at):
        return None
    return message
