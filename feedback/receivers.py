"""What feedback does when messaging announces replies; a sweep finds what was missed."""

from typing import Any

from django.dispatch import receiver

from feedback import bell
from feedback.tasks import file_replies, open_complaints, take_up_care, take_up_ratings
from messaging.signals import replies_received


@receiver(replies_received, dispatch_uid="feedback.replies_received")
def hear(**_kwargs: Any) -> None:
    """Have them worked by a worker: the door that took them answers at once."""
    for task in (file_replies, open_complaints, take_up_care, take_up_ratings):
        bell.ring(task)
