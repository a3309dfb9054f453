"""What a reply says of a call: whether it asks for one, and from when on."""

from __future__ import annotations

from datetime import datetime

from feedback.promises.reading import zone_of
from messaging.models import Reply
from messaging.replies import call_times
from messaging.replies.topics import Topic, topics


def asks(reply: Reply) -> bool:
    """Whether its writer wants to speak with a person."""
    return Topic.PERSON in topics(_words(reply))


def from_when(reply: Reply, now: datetime) -> datetime | None:
    """Not before which hour, where the writer lives; None: none is named, or it has gone by."""
    wish = call_times.wished(_words(reply), reply.received_at.astimezone(zone_of(reply)))
    return wish if wish is not None and wish > now else None


def _words(reply: Reply) -> str:
    return Reply.text.field.readable(reply) or ""
