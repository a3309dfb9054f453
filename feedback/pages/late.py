"""What comes in after its page has closed: put aside for whoever was there when it was shown."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest

from accounts.models import ContactPoint, Lender
from feedback.pages import drafts, throttle
from feedback.pages.checking import message_of
from feedback.pages.visit import Visit
from messaging.models import Message


def keep(request: HttpRequest, lender: Lender, over: Visit, *, now: datetime) -> bool:
    """Whether it was kept. `over`: the visit in which the form was shown."""
    form = request.resolver_match.url_name if request.resolver_match else None
    message = message_of(over.message_id, lender)
    shown = form in drafts.BEFORE_THE_SECRET or (form in drafts.BEHIND_THE_SECRET and over.opened)
    if request.method != "POST" or not form or not shown or not message or not message.customer:
        return False
    if is_disowned(message) or not may_write(message, now=now):
        return False
    drafts.keep(message.customer, lender, form=form, typed=request.POST, now=now)
    return True


def may_write(message: Message, *, now: datetime) -> bool:
    """Whether whoever holds this text may send us more words today."""
    return throttle.within_limits([(throttle.WORDS_OF_A_TEXT, str(message.pk))], now=now)


def is_disowned(message: Message) -> bool:
    """Whether somebody said that the number this text went to is not the customer's."""
    point = message.contact_point
    return point is not None and point.state == ContactPoint.State.WRONG_PARTY
