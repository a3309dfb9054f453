"""Thin Celery entry points of feedback."""

from celery import shared_task

from accounts.audit import acting
from config import clock
from feedback import complaints


@shared_task
def open_complaints() -> None:
    """Open the complaints customers made by reply."""
    with acting(source="worker"):
        complaints.open_missed(clock.now())
