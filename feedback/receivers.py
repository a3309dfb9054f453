"""What feedback does when messaging announces replies; a sweep finds what was missed."""

from contextlib import suppress
from typing import Any

from django.core.cache import cache
from django.dispatch import receiver
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from feedback.tasks import file_replies, open_complaints, take_up_care, take_up_ratings
from messaging.signals import replies_received

RUNG = "feedback.replies_announced"
RUNG_SECONDS = 1
ANSWERED_AFTER_SECONDS = 1.2
"""Longer than a ring lasts: whoever did not ring because somebody had is seen by those who come."""


@receiver(replies_received, dispatch_uid="feedback.replies_received")
def hear(**_kwargs: Any) -> None:
    """Have it worked by a worker: the door that took the reply answers at once.

    The tasks look for what is new by themselves; hundreds of replies a second call them once.
    """
    with suppress(OperationalError, RedisError):  # no broker: the sweep comes by
        if cache.add(RUNG, True, timeout=RUNG_SECONDS):
            for task in (file_replies, open_complaints, take_up_care, take_up_ratings):
                task.apply_async(countdown=ANSWERED_AFTER_SECONDS)
