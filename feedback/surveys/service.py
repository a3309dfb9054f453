"""Surveys: asked seldom, answered on the page or by a reply of 1 to 5.

A survey costs no text of its own. It is open on the customer's pages, and an agent's answer may ask
for the reply; so it adds nothing to what the caps count.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from accounts.models import Customer, Lender
from feedback.models import Survey
from feedback.models.survey import BEST, WORST
from messaging.models import Message, Reply
from messaging.models.message_states import LEFT
from messaging.replies.intents import Intent
from messaging.replies.ratings import rating_of

FATIGUE = timedelta(days=90)
"""A customer is asked at most once in this time, whatever happens. Our own proposal."""

OPEN_FOR = timedelta(days=14)
"""How long an answer is taken. Our own proposal."""


@transaction.atomic
def ask(
    customer: Customer, *, lender: Lender, occasion: str, source: str, now: datetime
) -> Survey | None:
    """Open a survey; None when the customer was asked lately, or about this already.

    `source` says what it rests on, as `complaint:17`. Two at once are one: the customer is locked.
    """
    locked = Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    if locked.erased_at is not None or Survey.objects.filter(source=source).exists():
        return None
    if Survey.objects.filter(customer=locked, opened_at__gt=now - FATIGUE).exists():
        return None
    message = _last_text(locked, lender)
    return Survey.objects.create(
        customer=locked,
        lender=lender,
        message=message,
        template_version=message.template_version if message else None,
        occasion=occasion,
        source=source,
        opened_at=now,
        open_until=now + OPEN_FOR,
    )


def open_survey(
    customer: Customer, now: datetime, *, lender: Lender | None = None
) -> Survey | None:
    """The survey the customer may answer now."""
    waiting = Survey.objects.filter(
        customer=customer, rating=None, opened_at__lte=now, open_until__gt=now
    )
    if lender is not None:
        waiting = waiting.filter(lender=lender)
    return waiting.order_by("-pk").first()


@transaction.atomic
def rate(
    survey: Survey,
    rating: int,
    *,
    via: str,
    now: datetime,
    remark: str = "",
    reply: Reply | None = None,
) -> bool:
    """Take an answer. The first one counts: False when there was one, or it came too late."""
    fresh = Survey.objects.select_for_update(no_key=True).get(pk=survey.pk)
    if not WORST <= rating <= BEST:
        raise ValueError(f"{rating} is no rating from {WORST} to {BEST}")
    if fresh.rating is not None or now > fresh.open_until:
        return False
    fresh.rating, fresh.rated_at, fresh.via, fresh.reply = rating, now, via, reply
    fresh.remark = remark.strip() or None
    fresh.save(update_fields=["rating", "rated_at", "via", "reply", "remark"])
    return True


def hear(reply: Reply) -> bool:
    """A reply of 1 to 5 answers the survey that was open when it came; else it means nothing."""
    if reply.intent != Intent.RATING or reply.customer is None:
        return False
    survey = open_survey(reply.customer, reply.received_at)
    if survey is None:
        return False
    rating = rating_of(Reply.text.field.readable(reply) or "")
    if rating is None:
        return False
    return rate(survey, rating, via=Survey.Via.REPLY, now=reply.received_at, reply=reply)


def hear_missed(now: datetime) -> int:
    """Take the first reply to each open survey that nobody heard of; how many there were."""
    since = now - 2 * OPEN_FOR
    replied = Survey.objects.filter(
        rating=None,
        opened_at__gt=since,
        customer__replies__intent=Intent.RATING,
        customer__replies__received_at__gt=since,  # follows; spares the index older replies
        customer__replies__received_at__gte=F("opened_at"),
        customer__replies__received_at__lt=F("open_until"),
    )
    first = replied.order_by("pk", "customer__replies__received_at", "customer__replies__pk")
    waiting = Reply.objects.filter(pk__in=first.distinct("pk").values("customer__replies__pk"))
    return sum(hear(reply) for reply in waiting.select_related("customer").order_by("pk"))


def _last_text(customer: Customer, lender: Lender) -> Message | None:
    sent = Message.objects.filter(
        customer=customer, lender=lender, state__in=LEFT, template_version__isnull=False
    )
    return sent.order_by("-claimed_at", "-pk").first()
