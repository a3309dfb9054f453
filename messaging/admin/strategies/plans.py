"""Plans of channels in words, and those that are offered to choose from."""

from __future__ import annotations

from django.utils.translation import gettext as _, ngettext

from accounts.models.choices import Channel
from messaging.labels import clock_hours
from messaging.policy import channel_plan
from messaging.policy.channel_plan import Step
from messaging.policy.within import HALF_DAYS

OFFERED = (
    *("sms", "sms, email 4", "sms, email 24"),
    *("sms, push 4", "sms, wechat 4", "email, sms 24", "wechat, sms 24", "push, sms 4"),
    *("push, sms 4, email 24",),
    *("sms, phone 48", "sms, email 4, phone 48"),
    *(f"sms {hours}" for hours in HALF_DAYS),
)
"""What a lender usually wants; a draft may say any other plan, and keeps it."""

HOURS_OF_A_DAY = 24


def in_words(written: str) -> str:
    """`sms, email 4` as “SMS, unread after 4 hours → E-mail”."""
    first, *rest = channel_plan.read(written)
    named = str(Channel(first.channel).label)
    if first.within:
        named = _("%(channel)s, %(hours)s") % {
            "channel": named,
            "hours": clock_hours(str(first.within)),
        }
    return " → ".join([named, *map(_then, rest)])


def options(current: str) -> list[tuple[str, str]]:
    """Each plan as it is written and in words; the cell's own among them."""
    plans = OFFERED if current in OFFERED or not current else (*OFFERED, current)
    return [(written, in_words(written)) for written in plans]


def _then(step: Step) -> str:
    if step.channel == channel_plan.CALL:
        return _("call list (still owed after %(span)s)") % {"span": _span(step.wait_hours)}
    return _("%(channel)s (undelivered, or unread after %(span)s)") % {
        "channel": Channel(step.channel).label,
        "span": _span(step.wait_hours),
    }


def _span(hours: int) -> str:
    days, rest = divmod(hours, HOURS_OF_A_DAY)
    if days and not rest:
        return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    return ngettext("%(n)d hour", "%(n)d hours", hours) % {"n": hours}
