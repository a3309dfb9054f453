"""What feedback does at what is announced; ticks find what was missed."""

from typing import Any

from django.dispatch import receiver

from feedback.lists import enqueue_once
from feedback.signals import text_complained_of
from feedback.tasks import file_replies, open_complaints, take_up_care, take_up_ratings, watch_texts
from messaging.signals import replies_received


@receiver(replies_received, dispatch_uid="feedback.replies_received")
def hear(**_kwargs: Any) -> None:
    """Have them worked by a worker: the webhook that took them answers at once."""
    for task in (file_replies, open_complaints, take_up_care, take_up_ratings):
        enqueue_once.ring(task)


@receiver(text_complained_of, dispatch_uid="feedback.text_complained_of")
def look_at_texts(**_kwargs: Any) -> None:
    """Have a worker see whether it is one complaint too many."""
    enqueue_once.ring(watch_texts)
