"""Celery entry points of the installation itself, and the sandbox's tick."""

from celery import shared_task
from django.conf import settings

from accounts.audit.trail import acting
from config import clock
from config.watching import pulses
from config.watching.incidents import watch


@shared_task
def give_pulse() -> None:
    """A worker works; and it looks whether the others do."""
    pulses.give(pulses.WORKER)
    with acting(source="watching"):
        watch(now=clock.now(), real=clock.machine())


@shared_task
def live() -> None:
    """Let the sandbox's days happen. Safe at any time; one process at a time does it."""
    if not settings.SANDBOX:
        return
    from config.world.today import walk

    with acting(source="world"):
        walk.live()
