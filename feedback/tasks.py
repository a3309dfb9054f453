"""Thin Celery entry points of feedback."""

from celery import shared_task

from accounts.audit import acting
from config import clock
from feedback import complaints, hardship, promises


@shared_task
def open_complaints() -> None:
    """Open the complaints customers made by reply."""
    with acting(source="worker"):
        complaints.open_missed(clock.now())


@shared_task
def take_up_care() -> None:
    """Open the hardship cases and propose the promises customers made by reply."""
    with acting(source="worker"):
        hardship.open_missed(clock.now())
        promises.propose_missed(clock.now())


@shared_task
def judge_care() -> None:
    """Judge promises by the ledger, and end what was granted and is over. Safe at any time."""
    with acting(source="worker"):
        promises.judge_due(clock.now())
        hardship.end_due(clock.now())
