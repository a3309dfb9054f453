"""Celery carries ticks and ids; the outbox in PostgreSQL carries the work (DESIGN 6)."""

import os
from contextlib import suppress
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import (
    beat_init,
    before_task_publish,
    setup_logging,
    worker_init,
    worker_process_init,
)

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("huancui")
app.set_default()  # Celery's current app is per thread, and pages publish from threads of their own
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_ignore_result=True,
    task_acks_late=False,  # recovery is the sweeper's, never the broker's
    worker_prefetch_multiplier=1,
    broker_connection_retry_on_startup=True,
    task_default_queue="default",
    task_routes={
        "messaging.tasks.dispatch_tick": {"queue": "send"},
        "messaging.tasks.*": {"queue": "default"},
    },
    beat_schedule={
        "let the sandbox's days happen": {
            "task": "config.tasks.live",
            "schedule": 3.0,
            "options": {"expires": 10},
        },
        "ask how we did": {
            "task": "feedback.tasks.ask_surveys",
            "schedule": 600.0,
            "options": {"expires": 1200},
        },
        "take up ratings": {
            "task": "feedback.tasks.take_up_ratings",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "collect mail": {
            "task": "messaging.tasks.collect_mail",
            "schedule": 60.0,
            "options": {"expires": 60},
        },
        "send what is due": {
            "task": "messaging.tasks.dispatch_tick",
            "schedule": 1.0,
            "options": {"expires": 5},
        },
        "send what colleagues look at on their telephones": {
            "task": "messaging.tasks.send_to_phones",
            "schedule": 5.0,
            "options": {"expires": 10},
        },
        "give a sign of life": {
            "task": "config.tasks.give_pulse",
            "schedule": 10.0,
            "options": {"expires": 20},
        },
        "seal what was written": {
            "task": "accounts.tasks.seal_chain",
            "schedule": 2.0,
            "options": {"expires": 60},  # not lost while all workers send
        },
        "verify what was sealed": {
            "task": "accounts.tasks.verify_chain_at_night",
            "schedule": crontab(hour=19, minute=30),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "work what gateways brought": {
            "task": "messaging.tasks.work_inbound",
            "schedule": 1.0,
            "options": {"expires": 60},  # not lost while all workers send; nothing waits: no work
        },
        "ask carriers what became of texts": {
            "task": "messaging.tasks.ask_carriers",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "tell lenders' systems what happened": {
            "task": "messaging.tasks.deliver_events",
            "schedule": 3.0,
            "options": {"expires": 10},
        },
        "forget events told long ago": {
            "task": "messaging.tasks.forget_events",
            "schedule": crontab(hour=20, minute=15),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "close what a crash left": {
            "task": "messaging.tasks.sweep",
            "schedule": 10.0,
            "options": {"expires": 30},
        },
        "plan the day's runs": {
            "task": "messaging.tasks.plan_day",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "take up what-ifs a crash left": {
            "task": "messaging.tasks.take_up_what_ifs",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "take up imports a crash left": {
            "task": "accounts.tasks.recover_imports",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "tell of many wrong sign-ins": {
            "task": "accounts.tasks.watch_sign_ins",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "forget sessions that are over": {
            "task": "accounts.tasks.forget_sessions",
            "schedule": crontab(hour=20, minute=30),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "forget who looked at whom": {
            "task": "accounts.tasks.forget_looks",
            "schedule": crontab(hour=20, minute=40),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "forget answers to callers of the API": {
            "task": "accounts.tasks.forget_calls",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
        "open complaints made by reply": {
            "task": "feedback.tasks.open_complaints",
            "schedule": 15.0,
            "options": {"expires": 30},
        },
        "file replies nobody heard of": {
            "task": "feedback.tasks.file_replies",
            "schedule": 5.0,
            "options": {"expires": 15},
        },
        "ring alarms outside these pages": {
            "task": "feedback.tasks.watch_alarms",
            "schedule": 15.0,
            "options": {"expires": 30},
        },
        "age replies nobody has read": {
            "task": "feedback.tasks.age_replies",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "look again for what filing missed": {
            "task": "feedback.tasks.look_again",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
        "list the calls of the day": {
            "task": "feedback.tasks.list_calls",
            "schedule": 900.0,
            "options": {"expires": 900},
        },
        "watch deadlines and texts of complaints": {
            "task": "feedback.tasks.watch_complaints",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "scan evidence that waited for the scanner": {
            "task": "feedback.tasks.scan_evidence",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "delete evidence nobody names": {
            "task": "feedback.tasks.sweep_evidence",
            "schedule": 3600.0,
            "options": {"expires": 3600},
        },
        "erase complaint files kept long enough": {
            "task": "feedback.tasks.erase_complaint_files",
            "schedule": crontab(hour=20, minute=20),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "take up hardship and promises made by reply": {
            "task": "feedback.tasks.take_up_care",
            "schedule": 15.0,
            "options": {"expires": 30},
        },
        "erase whom two people agreed to erase": {
            "task": "accounts.tasks.erase_people",
            "schedule": 60.0,
            "options": {"expires": 120},
        },
        "empty what was kept long enough": {
            "task": "accounts.tasks.retain",
            "schedule": crontab(minute=50),  # hourly: what a crash left is taken up; else a look
            "options": {"expires": 3000},
        },
        "forget check codes and calls whose time is over": {
            "task": "messaging.tasks.forget_codes",
            "schedule": crontab(hour=20, minute=10),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "prove that yesterday kept the rules": {
            "task": "messaging.tasks.prove_yesterday",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
        "make the reports of the week": {
            "task": "messaging.tasks.make_regular_reports",
            "schedule": 300.0,
            "options": {"expires": 300},
        },
        "count what texts did": {
            "task": "feedback.tasks.count_effects",
            "schedule": crontab(hour=20, minute=40),  # UTC: at night in Shanghai
            "options": {"expires": 6 * 3600},
        },
        "judge promises, end what was granted": {
            "task": "feedback.tasks.judge_care",
            "schedule": 600.0,
            "options": {"expires": 600},
        },
    },
)
app.autodiscover_tasks()


@setup_logging.connect
def _leave_logging_as_it_is(**_signal: Any) -> None:
    """Workers write through the handler of the settings: it keeps values out of the log."""


@worker_init.connect
@beat_init.connect
def _refuse_unsafe(**_kwargs: Any) -> None:
    """A worker of an unsafe installation does not start."""
    from config.processes import startup

    startup.verify()


@worker_init.connect
def _make_ready(**_kwargs: Any) -> None:
    """Before the worker forks: its children share what they read replies and texts with, and the
    first one does not wait for it."""
    from messaging.content import review
    from messaging.replies import reading

    reading.make_ready()
    review.make_ready()


@worker_init.connect
def _make_room(sender: Any, **_kwargs: Any) -> None:
    """For the worker, and for its children, which are forked within its start."""
    from config.processes.stack_room import roomy

    sender.start = roomy(sender.start)


@beat_init.connect
def _give_pulses(**_kwargs: Any) -> None:
    """From now on each task that beat gives shows that it lives; no other process says so."""
    before_task_publish.connect(_pulse_of_beat, dispatch_uid="config.pulse_of_beat", weak=False)


def _pulse_of_beat(**_kwargs: Any) -> None:
    from django.db import Error, close_old_connections

    from config.watching import pulses

    with suppress(Error):  # its work goes on without
        close_old_connections()
        pulses.give(pulses.BEAT)


@worker_process_init.connect
def _settle(**_kwargs: Any) -> None:
    from config.processes import gc_tuning
    from config.watching import failing

    failing.count()
    gc_tuning.freeze()
