"""Thin Celery entry points of feedback."""

import time

from celery import shared_task

from accounts.audit import acting
from config import clock
from feedback import complaints, hardship, promises
from feedback.calls.listing import list_due
from feedback.complaints import evidence, pausing, watching
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


@shared_task
def watch_complaints() -> None:
    """Remind of deadlines, escalate what is past one, pause texts that many complain of."""
    with acting(source="worker"):
        now = clock.now()
        watching.remind(now)
        pausing.count_sent(now)
        pausing.check_all(now)


@shared_task
def sweep_evidence() -> None:
    """Delete files that a crash left without a row, or that were removed."""
    evidence.sweep(machine_seconds=time.time())
