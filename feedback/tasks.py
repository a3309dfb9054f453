"""Thin Celery entry points of feedback."""

from celery import shared_task

from accounts.audit import acting
from config import clock
from feedback import complaints, hardship, promises
from feedback.calls.listing import list_due
from feedback.inbox import filing


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


@shared_task
def file_replies() -> None:
    """Put every reply that is in no conversation yet into its own."""
    with acting(source="worker"):
        filing.file_missed(clock.now())


@shared_task
def list_calls() -> None:
    """Put the loans whose day has come on the call list."""
    with acting(source="worker"):
        list_due(clock.now())
