"""Cases opened by a reply: messaging has placed the hold; here it gets its case."""

from datetime import datetime

from django.db import transaction

from accounts.models import Customer, Hold
from feedback.hardship.cases import ask_again, lock, place_hold, start
from feedback.models import HardshipCase, HardshipHold
from feedback.models.hardship import LIVE
from messaging.models import Reply

AT_ONCE = 200
PREFIX = "reply:"


@transaction.atomic
def open_for_hold(hold: Hold, *, now: datetime) -> HardshipCase | None:
    """Open the case a customer asked for by reply, or let their live case take the reply in.

    None: somebody else just did (the announcement and the sweep may come for the same reply).
    """
    customer = Customer.objects.get(pk=hold.customer_id)
    lock(customer)
    if HardshipHold.objects.filter(hold=hold).exists():
        return None
    story = _words(hold)
    case = HardshipCase.objects.filter(customer=customer, state__in=LIVE).first()
    if case is None:
        case = start(customer, source=hold.source, by=None, now=now, story=story)
    else:
        ask_again(case, story=story, by=None, now=now)
    HardshipHold.objects.create(case=case, hold=hold)
    place_hold(case, by=None, now=now)
    return case


def open_missed(now: datetime) -> int:
    """Open every case whose reply has its hold but no case yet (the sweep)."""
    waiting = Hold.objects.filter(
        kind=Hold.Kind.HARDSHIP, released_at=None, hardship=None, source__startswith=PREFIX
    ).order_by("pk")[:AT_ONCE]
    return sum(open_for_hold(hold, now=now) is not None for hold in waiting)


def _words(hold: Hold) -> str:
    """One reply that cannot be read must not keep the cases of all others from opening."""
    return Reply.text.field.shown(Reply.objects.get(pk=hold.source.removeprefix(PREFIX)))
