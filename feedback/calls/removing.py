"""Taking a call off the list without calling: one person's word, and in distress a second one's.

The database refuses to take a call for distress off by fewer than two people, each with a reason.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import User
from feedback.calls.work import State, close, locked
from feedback.models import CallTask

LONGEST_REASON = 2000


@transaction.atomic
def cancel(task: CallTask, *, by: User, now: datetime) -> None:
    """Take it off the list without a call; one for distress is asked for instead (`ask`)."""
    fresh = _free_for(task, by)
    if fresh.reason == CallTask.Reason.DISTRESS:
        raise Refused(_("A call for distress is taken off by two people, each with a reason."))
    close(fresh, State.CANCELLED, by=by, now=now)


@transaction.atomic
def ask(task: CallTask, *, reason: str, by: User, now: datetime) -> None:
    """Ask that a call for distress be taken off. It stays on the list until somebody agrees."""
    reason = given(reason, most=LONGEST_REASON)
    fresh = _free_for(task, by)
    if fresh.reason != CallTask.Reason.DISTRESS:
        raise Refused(_("Only a call for distress needs a second person."))
    if fresh.removal_asked_by_id is not None:
        raise Refused(
            _("%(person)s has asked for this already.") % {"person": fresh.removal_asked_by}
        )
    fresh.removal_asked_at, fresh.removal_asked_by = now, by
    fresh.removal_reason = reason
    fresh.save()


@transaction.atomic
def agree(task: CallTask, *, reason: str, by: User, now: datetime) -> None:
    """The second person takes it off, with a reason of their own."""
    reason = given(reason, most=LONGEST_REASON)
    fresh = _asked(task)
    if fresh.removal_asked_by_id == by.pk:
        raise Refused(_("Somebody else has to agree."))
    _refuse_while_calling(fresh)
    fresh.removal_word = reason
    close(fresh, State.CANCELLED, by=by, now=now)


@transaction.atomic
def keep(task: CallTask) -> None:
    """It stays: what was asked is taken back, by whoever asked or by the second person."""
    fresh = _asked(task)
    fresh.removal_asked_at = fresh.removal_asked_by = fresh.removal_reason = None
    fresh.save()


def _asked(task: CallTask) -> CallTask:
    fresh = locked(task)
    if fresh.removal_asked_by_id is None:
        raise Refused(_("Nobody asks for this any more."))
    return fresh


def _free_for(task: CallTask, by: User) -> CallTask:
    fresh = locked(task)
    if fresh.owner_id not in (None, by.pk) and not by.has_perm("feedback.assign_conversation"):
        raise Refused(_("%(person)s has this call.") % {"person": fresh.owner})
    _refuse_while_calling(fresh)
    return fresh


def _refuse_while_calling(task: CallTask) -> None:
    if task.last_call is not None and not task.last_call.outcome:
        raise Refused(_("A call is running: record its outcome first."))
