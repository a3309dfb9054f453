"""Thin Celery entry points of feedback."""

import time

from celery import shared_task

from accounts.audit.trail import acting
from config import clock
from feedback.alarms import lapsing, notices
from feedback.calls import order
from feedback.calls.listing import list_due
from feedback.calls.planned import list_planned
from feedback.calls.wished import list_wished
from feedback.complaints import (
    evidence,
    evidence_scan,
    opening,
    pausing,
    renewal,
    retention,
    watching,
)
from feedback.desk import leaving
from feedback.effect import counting
from feedback.hardship import ending, replies
from feedback.inbox import ageing, filing, masking
from feedback.lists import enqueue_once
from feedback.models.complaint_file import RETENTION
from feedback.pages import drafts, one_time, throttle
from feedback.promises import proposals, settle_due, thanks
from feedback.surveys import occasions as survey_occasions, service as surveys
from feedback.texts import sums as text_sums


@shared_task
def open_complaints() -> None:
    """Open the complaints customers made by reply."""
    enqueue_once.answer(open_complaints)
    with acting(source="worker"):
        opening.open_missed(clock.now())


@shared_task
def take_up_care() -> None:
    """Open the hardship cases and propose the promises customers made by reply."""
    enqueue_once.answer(take_up_care)
    with acting(source="worker"):
        replies.open_missed(clock.now())
        proposals.propose_missed(clock.now())
        thanks.say_due(clock.now())


@shared_task
def judge_care() -> None:
    """Judge promises by the ledger, and end what was granted and is over. Safe at any time."""
    with acting(source="worker"):
        settle_due.settle_due(clock.now())
        ending.end_due(clock.now())


@shared_task
def file_replies() -> None:
    """Put every reply that is in no conversation yet into its own."""
    enqueue_once.answer(file_replies)
    with acting(source="worker"):
        filing.file_missed(clock.now())


@shared_task
def look_again() -> None:
    """File replies that were committed too late, and hide debts that a crash left showing."""
    with acting(source="worker"):
        filing.file_late(clock.now())
        masking.hide_missed(clock.now())


@shared_task
def watch_alarms() -> None:
    """Give back what was taken and left lying, and what is on the name of whoever has left; tell
    people outside these pages what is due."""
    with acting(source="worker"):
        now = clock.now()
        lapsing.lapse(now)
        notices.tell_due(now)
        leaving.give_back(now)  # last: nobody in distress waits for it


@shared_task
def age_replies() -> None:
    """Bring forward, warn of and in the end let go what nobody has read."""
    with acting(source="worker"):
        ageing.age(clock.now())


@shared_task
def take_up_ratings() -> None:
    """Take the replies of 1 to 5 to open surveys."""
    enqueue_once.answer(take_up_ratings)
    with acting(source="worker"):
        surveys.hear_missed(clock.now())


@shared_task
def ask_surveys() -> None:
    """Open the surveys that are due, and forget counted tries whose window is over."""
    with acting(source="worker"):
        survey_occasions.ask_due(clock.now())
        throttle.forget_ended(clock.now())
        one_time.forget_ended(clock.now())
        drafts.forget_ended(clock.now())


@shared_task
def list_calls() -> None:
    """Put on the call list who is to be called in place of a text, and whose day has come."""
    with acting(source="worker"):
        list_wished(clock.now())
        list_planned(clock.now())
        list_due(clock.now())
        order.reckon(clock.now())


@shared_task
def watch_complaints() -> None:
    """Remind of deadlines, escalate what is past one, pause texts that many complain of; count what
    came of texts."""
    with acting(source="worker"):
        now = clock.now()
        renewal.renew(now)
        watching.remind(now)
        pausing.count_sent(now)
        pausing.check_all(now)
        text_sums.bring_up_to_date(now)


@shared_task
def watch_texts() -> None:
    """Pause texts that many complain of, as soon as one is complained of."""
    enqueue_once.answer(watch_texts)
    with acting(source="worker"):
        pausing.check_all(clock.now())


@shared_task
def erase_complaint_files() -> None:
    """Erase evidence and letters that were kept as long as they had to be."""
    with acting(source="worker", reason=RETENTION):
        retention.erase_due(clock.now())


@shared_task
def scan_evidence() -> None:
    """Have the virus scanner look at files that came while it did not answer."""
    with acting(source="worker"):
        evidence_scan.scan_waiting(now=clock.now())


@shared_task
def sweep_evidence() -> None:
    """Delete files that a crash left without a row, or that were removed."""
    evidence.sweep(machine_seconds=time.time())


@shared_task
def count_effects() -> None:
    """Count what became of the episodes, and sum it up for the pages. Safe at any time."""
    with acting(source="worker"):
        counting.count_all(clock.now())
