"""Putting a customer on the call list. One open task each: what asks again joins it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.database.refusals import is_duplicate
from accounts.models import Customer, Loan, User
from feedback.calls.limits import DUE
from feedback.models import CallTask, Conversation
from feedback.models.conversation import ORDINARY, URGENT

Reason = CallTask.Reason
_STRENGTH = [
    *(Reason.DISTRESS, Reason.CALL_BACK, Reason.WISH, Reason.AGENT, Reason.PLAN, Reason.STAGE),
]


def ask(
    customer: Customer,
    *,
    reason: str,
    source: str,
    now: datetime,
    by: User | None = None,
    conversation: Conversation | None = None,
    loan: Loan | None = None,
    cause: str = "unknown",
    not_before: datetime | None = None,
) -> CallTask:
    """Ask for a call. An open task takes the stronger reason, and the earlier time of the two."""
    begins = max(not_before or now, now)
    wanted = CallTask(
        customer=customer,
        conversation=conversation,
        loan=loan,
        reason=reason,
        cause=cause,
        urgency=URGENT if reason == Reason.DISTRESS else ORDINARY,
        not_before=begins,
        due_at=begins + DUE[reason],
        source=source,
        opened_at=now,
        opened_by=by,
    )
    try:
        return _opened(wanted)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        # One is open; it may be closed before we have it.
        return _joined(wanted) or _opened(wanted)


def ask_after_distress(conversation: Conversation, *, now: datetime) -> CallTask | None:
    """A person calls whoever is in despair, as soon as the hour allows; no machine answers."""
    if conversation.customer is None:
        return None
    return ask(
        conversation.customer,
        reason=Reason.DISTRESS,
        source=f"reply:{conversation.last_reply_id}",
        now=now,
        conversation=conversation,
    )


@transaction.atomic
def _opened(wanted: CallTask) -> CallTask:
    wanted.save(force_insert=True)
    return wanted


@transaction.atomic
def _joined(wanted: CallTask) -> CallTask | None:
    """The open task with what is wanted put into it; None: none is open any more."""
    open_ones = CallTask.objects.filter(customer=wanted.customer, state=CallTask.State.OPEN)
    task = open_ones.select_for_update(no_key=True).first()
    if task is None:
        return None
    distress = wanted.reason == Reason.DISTRESS
    if _STRENGTH.index(Reason(wanted.reason)) < _STRENGTH.index(Reason(task.reason)):
        task.reason, task.source = wanted.reason, wanted.source
        task.urgency = URGENT if distress else task.urgency
        task.tries = 0
    if distress and not _is_running(task):
        task.owner = None  # whoever is free first calls
    # What the customer asked for by hour stands; otherwise the earlier of the two.
    callback = wanted.reason == Reason.CALL_BACK
    task.not_before = wanted.not_before if callback else min(task.not_before, wanted.not_before)
    task.due_at = min(task.due_at, wanted.due_at)
    task.conversation = task.conversation or wanted.conversation
    task.save()
    return task


def _is_running(task: CallTask) -> bool:
    return task.last_call is not None and not task.last_call.outcome
