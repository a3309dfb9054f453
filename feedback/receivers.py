"""What feedback does when messaging announces a reply; a sweep finds what was missed."""

from contextlib import suppress
from typing import Any

from django.dispatch import receiver
from kombu.exceptions import OperationalError

from feedback.tasks import file_replies, open_complaints, take_up_care, take_up_ratings
from messaging.signals import reply_received


@receiver(reply_received, dispatch_uid="feedback.reply_received")
def hear(*, reply_id: int, **_kwargs: Any) -> None:
    """Work on it in a worker: the door that took the reply answers at once."""
    with suppress(OperationalError):  # no broker: the sweep comes by
        file_replies.delay()
        open_complaints.delay()
        take_up_care.delay()
        take_up_ratings.delay()
