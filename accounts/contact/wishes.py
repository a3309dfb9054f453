"""What a customer asked for on their own page, as staff read it, and what becomes of it."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.audit.trail import because
from accounts.contact.ways import ways_of
from accounts.models import Customer
from accounts.models.choices import Channel
from accounts.signals import wishes_changed


class Wish(NamedTuple):
    """One wish. `kept`: whether it can be; `effect` says what is done about it."""

    what: str
    said: str
    effect: str
    kept: bool = True


def wishes_of(customer: Customer, now: datetime) -> list[Wish]:
    """What the customer asked for; empty when they said nothing. Queries only for a wish of another
    channel than texts and calls."""
    found = []
    if customer.wished_hours:
        said = customer.get_wished_hours_display()
        found.append(Wish(_("Hours"), said, _("We remind and call only at these hours.")))
    if customer.wished_channel:
        found.append(_channel(customer, now))
    if customer.wished_language:
        said = customer.get_wished_language_display()
        effect = _("Where we have a text in it; else Simplified Chinese.")
        found.append(Wish(_("Language"), said, effect))
    return found


@transaction.atomic
def record(
    customer: Customer, *, hours: str, channel: str, language: str, now: datetime, reason: str = ""
) -> None:
    """Keep what the customer asks for; waiting texts are decided about anew. `reason`: how a
    colleague learned of it; empty where the customer said so on their own page."""
    if reason:
        because(reason)
    Customer.objects.filter(pk=customer.pk).update(
        wished_hours=hours, wished_channel=channel, wished_language=language
    )
    wishes_changed.send(sender=Customer, customer_ids={customer.pk}, now=now)


def _channel(customer: Customer, now: datetime) -> Wish:
    said = customer.get_wished_channel_display()
    if customer.wished_channel == Channel.SMS:
        return Wish(_("Way"), _("Texts, no calls"), _("We do not call on our own initiative."))
    if customer.wished_channel == Channel.PHONE:
        effect = _("Instead of a text they come to the call list; texts go on if nobody answers.")
        return Wish(_("Way"), _("Calls, no reminders by text"), effect)
    if customer.wished_channel in ways_of(customer, now):
        effect = _("Reminders come this way alone: no texts, and no calls on our own initiative.")
        return Wish(_("Way"), said, effect)
    effect = _("No address of theirs is in use there, or nothing can be sent: texts go on.")
    return Wish(_("Way"), said, effect, kept=False)
