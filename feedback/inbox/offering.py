"""What an answer with open fields is offered with: what the reply says, else what was promised.

The amount that is due is the ledger's, and stands in where nobody said one (answers.prospects).
"""

from __future__ import annotations

from datetime import datetime

from accounts.models import Loan
from feedback.models import Promise
from feedback.promises import reading
from feedback.promises.paid_since import settled_since
from messaging.content.chosen import Chosen, asked_by
from messaging.models import Reply, TemplateVersion


def leaves_open(version: TemplateVersion) -> bool:
    """Whether an agent chooses something of this text."""
    return bool(asked_by(version.body))


def offered(reply: Reply, now: datetime) -> Chosen | None:
    """A day and an amount; each None where nobody said one. None at all: what the reply was about
    has been paid, and what is due by now nobody has spoken of."""
    if all_settled(reply, now):
        return None
    said = reading.heard_in(reply, now)
    day, amount = said.day, said.amount
    if day is None or amount is None:
        open_promises = Promise.objects.filter(
            customer=reply.customer_id, state=Promise.State.OPEN
        ).order_by("-pk")
        promised = open_promises.first()
        if promised is not None:
            day, amount = day or promised.pay_on, amount or promised.amount
    return Chosen(day=day, amount=amount)


def all_settled(reply: Reply, now: datetime) -> bool:
    """Whether money came in since, and nothing is left that this reply can have meant."""
    settled = settled_since(reply, now)
    return bool(settled) and not (
        Loan.objects.filter(customer=reply.customer_id, amount_due__gt=0)
        .exclude(pk__in=settled)
        .exists()
    )
