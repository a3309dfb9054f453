"""The sandbox's tick. In production there is no world and nothing to do."""

from celery import shared_task
from django.conf import settings

from accounts.audit.trail import acting


@shared_task
def live() -> None:
    """Let the sandbox's days happen. Safe at any time; one process at a time does it."""
    if not settings.SANDBOX:
        return
    from config.world.today import walk

    with acting(source="world"):
        walk.live()
