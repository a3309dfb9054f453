"""Who planned a run may not release it, but may ask one of those who release to look at it."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accounts.access.at_work import MOST, at_work
from accounts.errors import Refused
from accounts.models import User
from messaging.models import Run
from messaging.runs.permissions import obstacle_to_release


def able(run: Run, *, by: User, now: datetime) -> list[User]:
    """Whom `by` may ask: those who could release it at this moment."""
    people = at_work("messaging.release_run").exclude(pk=by.pk)[:MOST]
    return [each for each in people if not obstacle_to_release(run, by=each, now=now)]


@transaction.atomic
def ask(run_id: int, *, of: User, by: User, now: datetime) -> Run:
    """It stands among what that person is asked for; asked again, the newest counts. Raises
    Refused."""
    run = Run.objects.select_for_update(no_key=True).get(pk=run_id)
    if of.pk == by.pk:
        raise Refused(_("Ask somebody else."))
    if obstacle := obstacle_to_release(run, by=of, now=now):
        raise Refused(f"{of}: {obstacle}")
    run.asked_of, run.asked_by, run.asked_at = of, by, now
    run.save(update_fields=["asked_of", "asked_by", "asked_at"])
    return run


def asked_of(person: User) -> QuerySet[Run]:
    """Runs this person is asked to release."""
    return Run.objects.filter(asked_of=person, state=Run.State.PLANNED)
