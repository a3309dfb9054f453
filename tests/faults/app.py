"""The Celery app of a world under test: the product's own, with a clock that can be rejected, quick
ticks, gateways on this machine allowed, and failpoints armed one at a time through a folder.

Nothing of the product knows of this module; it changes only the process that imports it.
"""

from __future__ import annotations

import contextlib
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import django
from celery.signals import task_prerun
from django.core.signals import request_started
from django.dispatch import receiver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from config import celery as product, clock as config_clock  # noqa: E402
from messaging import tasks  # noqa: E402
from messaging.dispatch import loop, session, unknowns  # noqa: E402
from messaging.dispatch.claim import CLAIM_AT_ONCE  # noqa: E402
from messaging.gateways.permit import Clock  # noqa: E402
from messaging.gateways.registry.providers import PROVIDERS  # noqa: E402
from messaging.outbox import failpoints  # noqa: E402
from tests.faults.clock import Reading  # noqa: E402

HOME = Path(os.environ["FAULTS_WORLD"])
ARMED = HOME / "armed"
FIRED = HOME / "fired"
HEARS_REPLIES = {"feedback.tasks.file_replies", "feedback.tasks.open_complaints"}
QUICK = {
    "messaging.tasks.dispatch_tick": 0.3,
    "messaging.tasks.sweep": 0.7,
    "messaging.tasks.work_inbound": 0.5,
}

app = product.app
_schedule = app.conf.beat_schedule
_reading = Reading(HOME / "clock")


def _turnable_clock() -> None:
    config_clock.offset = _reading.offset
    tasks.CLOCK = Clock(now=config_clock.now, boot=_reading.boot)


def _quick_ticks() -> None:
    """What is tried here, more often; planning and the rest of the day's work not at all."""
    app.conf.beat_schedule = {
        name: {**entry, "schedule": QUICK[entry["task"]]}
        for name, entry in _schedule.items()
        if entry["task"] in QUICK
    }
    app.conf.beat_max_loop_interval = 0.1


def _share_the_work() -> None:
    """So few messages per claim that every worker has some."""
    loop.dispatch.__kwdefaults__["limit"] = 60


def as_the_product() -> None:
    """In this process: ticks and claims as they are, and replies worked too."""
    tried = {*QUICK, *HEARS_REPLIES}
    app.conf.beat_schedule = {
        name: entry for name, entry in _schedule.items() if entry["task"] in tried
    }
    loop.dispatch.__kwdefaults__["limit"] = CLAIM_AT_ONCE


def _gateways_on_this_machine() -> None:
    """Sealed as a sandbox is (DESIGN 4.11); the drivers tried here reach loopback only."""
    allowed = os.environ.get("FAULTS_DRIVERS", "").split(",")
    for name in filter(None, allowed):
        PROVIDERS[name] = replace(PROVIDERS[name], sandbox=True)


@task_prerun.connect
def _in_a_task(*_args: Any, task: Any, **_kwargs: Any) -> None:
    _take_up_a_failpoint(task.name.rpartition(".")[2])


@receiver(request_started)
def _in_a_page(*_args: Any, **_kwargs: Any) -> None:
    _take_up_a_failpoint("web")


def _take_up_a_failpoint(where: str) -> None:
    """Whoever takes the file away first arms what it says, once."""
    for waiting in ARMED.glob(f"*.{where}"):
        taken = FIRED / f"{waiting.stem}.{os.getpid()}"
        with contextlib.suppress(FileNotFoundError):
            spec = waiting.read_text()
            waiting.rename(taken)
            arm(spec, say=taken)
            return


def arm(spec: str, *, say: Path) -> None:
    """Arm one place in this process; the moment it acts is noted in `say`.fired first."""
    place = spec.partition("=")[0]
    failpoints.arm(spec)
    armed = failpoints._armed[place]
    act = armed.action

    def note_and_act() -> None:
        say.with_name(say.name + ".fired").write_text(f"{time.time()} {os.getpid()}")
        act()

    armed.action = note_and_act


session.STALLED_SECONDS = 6.0
unknowns.SURE_AFTER_SECONDS = 8.0  # gateways here are given two seconds to answer
app.conf.worker_proc_alive_timeout = 60.0  # however slow the machine is

_turnable_clock()
_quick_ticks()
_share_the_work()
_gateways_on_this_machine()
