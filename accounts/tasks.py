"""Celery entry points of accounts: ids in, services called."""

import time
from contextlib import suppress

from celery import shared_task
from django.core.management import call_command

from accounts.api import bringing, once
from accounts.audit.trail import acting
from accounts.chain import checks, sealer
from accounts.disclosure import looks
from accounts.errors import Refused
from accounts.intake.jobs import lifecycle, virus
from accounts.models import User
from accounts.moves import settling
from accounts.retention import persons, runs
from accounts.signin import alarm, notices, sessions, throttle  # noqa: F401  (notices: its tasks)
from config import clock

UPLOAD_SECONDS = 3600
"""An upload that has not ended after an hour never will."""


@shared_task
def check_import(import_id: int) -> None:
    lifecycle.check(import_id, now=clock.now())


@shared_task
def apply_import(import_id: int, user_id: int | None) -> None:
    by = User.objects.get(pk=user_id) if user_id is not None else None
    lifecycle.apply(import_id, by=by, source="import", now=clock.now(), wait=True)


@shared_task
def bring_in(import_id: int) -> None:
    """What a core system sent."""
    bringing.bring_in(import_id, now=clock.now())


@shared_task
def settle_moves(seen: list[tuple[int, str]], user_id: int) -> None:
    """As a second person has decided; who was quicker has settled them already."""
    by = User.objects.get(pk=user_id)
    with suppress(Refused), acting(user=by, source="import"):
        settling.decide(dict(seen), by=by, now=clock.now())


@shared_task
def seal_chain() -> None:
    """Seal what was written since the last link; doubled ticks leave it to the first."""
    sealer.seal()


@shared_task
def verify_chain(check_id: int) -> None:
    checks.carry_out(check_id)


@shared_task
def verify_chain_at_night() -> None:
    """Unless somebody is verifying it at this moment."""
    with suppress(Refused):
        checks.carry_out(checks.begin(by=None).pk)


@shared_task
def recover_imports() -> None:
    """Give back what a dead worker left, check what waited for the virus scanner, and remove
    files nobody names."""
    lifecycle.recover(now=clock.now())
    bringing.take_up_again(now=clock.now())
    for import_id in virus.waiting():
        if lifecycle.begin_check(import_id, now=clock.now()):
            check_import.delay(import_id)
    lifecycle.sweep_files(before=time.time() - UPLOAD_SECONDS)


@shared_task
def watch_sign_ins() -> None:
    """Tell of very many wrong tries, forget counts that are over, end sessions nobody is in."""
    now = clock.now()
    alarm.tell(now)
    throttle.forget_ended(now)
    sessions.end_left(clock.machine())


@shared_task
def retain() -> None:
    """Empty what was shown long enough, and count what is next. Safe at any time."""
    with acting(source="retention", reason="retention"):
        runs.tick(clock.now())


@shared_task
def erase_people() -> None:
    """Erase whom two people agreed to erase; who may not be erased now waits."""
    with acting(source="retention", reason="retention"):
        persons.carry_out_approved(clock.now())


@shared_task
def carry_on_retention(run_id: int) -> None:
    """Count or erase, as somebody has asked for on the page."""
    with acting(source="retention", reason="retention"):
        runs.carry_on(run_id, clock.now())


@shared_task
def forget_calls() -> None:
    """Delete answers that callers of the API ask for no more."""
    with acting(source="api"):
        once.forget(clock.machine())


@shared_task
def forget_looks() -> None:
    """Delete who looked at whom once it was kept long enough."""
    with acting(source="retention", reason="retention"):
        looks.forget(clock.now())


@shared_task
def forget_sessions() -> None:
    """Delete Django's rows of sessions that are over: nothing reads them."""
    call_command("clearsessions")
