"""What a reply promises, for the agent's form: see ``messaging.replies.promised``."""

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from accounts.access.team import TEAM
from messaging.models import Reply
from messaging.replies.promises import NOTHING, Promised, read

__all__ = ["NOTHING", "Promised", "heard_in", "read", "suggested_day", "zone_of"]


def heard_in(reply: Reply, now: datetime) -> Promised:
    """The day and the amount a reply names, as far as they are beyond doubt.

    "Tomorrow" is the day after it was written, where its writer lives, whenever somebody reads it;
    a day that has gone by meanwhile is none to offer.
    """
    words = Reply.text.field.readable(reply)
    if not words:
        return NOTHING
    zone = zone_of(reply)
    written = reply.received_at.astimezone(zone)
    said = read(words, written.date(), at=written.time())
    gone_by = said.day is not None and said.day < now.astimezone(zone).date()
    return replace(said, day=None) if gone_by else said


def suggested_day(text: str, today: date) -> date | None:
    """The day meant, today or later; None when the reply names none that is beyond doubt."""
    return read(text, today).day


def zone_of(reply: Reply) -> ZoneInfo:
    """The customer's, where one is known and no more than one; else the team's."""
    zones = reply.customer.timezones if reply.customer else ()
    return ZoneInfo(zones[0] if len(zones) == 1 else TEAM.timezone)
