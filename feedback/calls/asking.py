"""Putting a customer on the call list. One open task each: what asks again joins it."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from accounts.models import Customer, Loan, User
from feedback.calls.limits import DUE
from feedback.models import CallTask, Conversation
from feedback.models.conversation import ORDINARY, URGENT

Reason = CallTask.Reason
_STRENGTH = [Reason.DISTRESS, Reason.CALL_BACK, Reason.WISH, Reason.AGENT, Reason.STAGE]


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
    try:
        with transaction.atomic():
            return CallTask.objects.create(
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
    except IntegrityError:
        return _joined(
            customer, reason=reason, begins=begins, conversation=conversation, source=source
        )


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
def _joined(
    customer: Customer,
    *,
    reason: str,
    begins: datetime,
    conversation: Conversation | None,
    source: str,
) -> CallTask:
    task = CallTask.objects.select_for_update(no_key=True).get(
        customer=customer, state=CallTask.State.OPEN
    )
    stronger = _STRENGTH.index(Reason(reason)) < _STRENGTH.index(Reason(task.reason))
    if stronger:
        task.reason, task.source = reason, source
        task.urgency = URGENT if reason == Reason.DISTRESS else task.urgency
        task.tries = 0
    # What the customer asked for by hour stands; otherwise the earlier of the two.
    task.not_before = begins if reason == Reason.CALL_BACK else min(task.not_before, begins)
    task.due_at = min(task.due_at, begins + DUE[reason])
    task.conversation = task.conversation or conversation
    task.save()
    return task
