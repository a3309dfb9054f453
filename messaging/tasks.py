"""Celery's ticks. They carry nothing: the outbox says what is to be done.

Queues: `send` for dispatch_tick, `default` for the rest.
"""

from __future__ import annotations

from celery import shared_task

from config import clock as config_clock
from messaging.dispatch.loop import dispatch
from messaging.dispatch.permit import Clock
from messaging.dispatch.sweep import sweep as sweep_once

CLOCK = Clock(now=config_clock.now, boot=config_clock.boot_seconds)


@shared_task
def dispatch_tick() -> None:
    """Send what is due, for some seconds at most. Doubled ticks share the work."""
    dispatch(clock=CLOCK)


@shared_task
def sweep() -> None:
    """Close what a crash left and wake what waits for nothing more."""
    sweep_once(clock=CLOCK)
