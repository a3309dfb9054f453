"""Working the call list: take a task, call, tell what came of it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import ContactPoint, Loan, User
from feedback.alarms import service as alarms
from feedback.calls.limits import DUE, MOST_TRIES, NEXT_TRY, NEXT_TRY_IN_DISTRESS, PURPOSE
from feedback.models import Alarm, CallTask, Conversation
from feedback.promises import service as promises
from messaging.decisions.facts.calling import PHONE
from messaging.models import Call, Suppression
from messaging.models.call import SPOKEN
from messaging.suppression import service as suppressions, wrong_party
from messaging.transactional import phone_calls

Outcome = Call.Outcome
Line = Call.Line
State = CallTask.State
NOBODY_ANSWERED = (Line.NOT_REACHED, Line.BUSY, Line.UNALLOCATED)
"""With which a telephone system ends a call by itself. A number it takes for unallocated is not
stopped for that: a wrong route says the same."""


class Heard(NamedTuple):
    """What a telephone system says of a call. `seconds`: spoken, of an answered one; else None."""

    line: str
    seconds: int | None
    ended_at: datetime


class Promised(NamedTuple):
    """What the customer promised on the telephone."""

    loan: Loan
    amount: Decimal
    on: date


@transaction.atomic
def take(task: CallTask, *, by: User, now: datetime) -> CallTask:
    """Become the one who calls, and have the alarm with it. Raises Refused with the name of
    whoever was first."""
    fresh = locked(task)
    if fresh.owner_id not in (None, by.pk):
        raise Refused(_("%(person)s has this call.") % {"person": fresh.owner})
    fresh.owner = by
    fresh.save(update_fields=["owner"])
    for conversation in _in_distress(fresh):
        alarms.take_of(conversation, by=by, now=now)
    return fresh


@transaction.atomic
def release(task: CallTask, *, by: User) -> None:
    """Give it back for anybody to take; a supervisor may take it from somebody else. In distress
    the alarm rings again."""
    fresh = locked(task)
    if fresh.owner_id != by.pk and not by.has_perm("feedback.assign_conversation"):
        raise Refused(_("%(person)s has this call.") % {"person": fresh.owner})
    fresh.owner = None
    fresh.save(update_fields=["owner"])
    for conversation in _in_distress(fresh):
        alarms.give_back(conversation)


@transaction.atomic
def dial(task: CallTask, point: ContactPoint, *, by: User, now: datetime) -> tuple[Call, str]:
    """Begin the call; the number in clear, its look recorded. Raises Refused.

    The policy decides under the locks of everybody behind the number, whatever a screen said. Call
    and task say so together or not at all: a call no task knows of could never be told of.
    """
    fresh = take(task, by=by, now=now)
    if point.customer_id != fresh.customer_id:
        raise Refused(_("This number is another customer's."))
    call, number = phone_calls.begin(
        point,
        purpose=PURPOSE[fresh.reason],
        source=f"call_task:{fresh.pk}",
        by=by,
        now=now,
        loan=fresh.loan,
    )
    CallTask.objects.filter(pk=fresh.pk).update(last_call=call)
    return call, number


@transaction.atomic
def tell(
    task: CallTask,
    *,
    outcome: str,
    by: User,
    now: datetime,
    note: str = "",
    again_at: datetime | None = None,
    promised: Promised | None = None,
) -> CallTask:
    """What came of the call that runs, and what follows from it.

    Whoever called tells it; a supervisor too, so that nobody's absence keeps a number engaged.
    A wrong number and a refusal stop the number at once; nobody there, or another time wanted:
    the task waits; else it is done. In distress it is done only when somebody was spoken to, and
    that closes the alarm. A promise is taken with the outcome, or neither is: raises
    Refused when it cannot be one.
    """
    _lock_talks(task.customer_id)
    fresh = locked(task)
    call = fresh.last_call
    if call is None or not may_tell(call, by):
        if call is not None and call.line in NOBODY_ANSWERED and call.by_id == by.pk:
            heard = {"heard": call.get_line_display()}
            raise Refused(_("The telephone system ended this call: %(heard)s.") % heard)
        raise Refused(_("There is no call of yours to tell of. Call first."))
    if outcome == Outcome.NOT_MADE and call.line != Line.FAILED:
        raise Refused(_("Only a fault of the telephone system keeps a call from being made."))
    if outcome == Outcome.CALL_BACK and (again_at is None or again_at <= now):
        raise Refused(_("Say when to call again: a time that is still to come."))
    if outcome == Outcome.PROMISED and fresh.reason == CallTask.Reason.DISTRESS:
        raise Refused(_("This call is about the person: no promise is taken in it."))
    if outcome == Outcome.PROMISED and promised is None and _can_promise(fresh, by):
        raise Refused(_("Say which loan, how much and by when."))
    phone_calls.end(call, outcome=outcome, note=note, now=now)
    if outcome == Outcome.PROMISED and promised is not None:
        source = f"call:{call.pk}"
        promises.make(fresh.customer, **promised._asdict(), source=source, by=by, now=now)
    _stop_number(call, outcome=outcome, by=by, now=now)
    if outcome in SPOKEN:
        alarms.close_by_call(call, by=by, now=now)
    _move_on(fresh, outcome=outcome, by=by, now=now, again_at=again_at)
    return fresh


@transaction.atomic
def tell_of_line(call: Call, heard: Heard, *, by: User, now: datetime) -> Call:
    """What a telephone system knows of a call that runs.

    Where nobody answered the call ends as not reached. What was said, and what follows from it, is
    whoever called's to tell; so is everything after a fault, which says nothing of the customer.
    Raises Refused where the call is over, or this was told already.
    """
    task = CallTask.objects.filter(last_call=call).first()
    if task is None:
        raise Refused(_("This call is over."))
    fresh = locked(task)
    told = Call.objects.filter(pk=call.pk, outcome="", line__in=["", Line.FAILED])
    if not told.update(
        line=heard.line, line_seconds=heard.seconds, line_ended_at=heard.ended_at, line_by=by
    ):
        raise Refused(_("This call is over, or was told of already."))
    if heard.line in NOBODY_ANSWERED:
        phone_calls.end(call, outcome=Outcome.NOT_REACHED, note="", now=now)
        _move_on(fresh, outcome=Outcome.NOT_REACHED, by=by, now=now, again_at=None)
    call.refresh_from_db()
    return call


def may_tell(call: Call, by: User) -> bool:
    """Whether it still runs, and this person may say how it went."""
    return not call.outcome and (call.by_id == by.pk or by.has_perm("feedback.assign_conversation"))


def _can_promise(task: CallTask, by: User) -> bool:
    """Whether this person takes promises, and there is something to promise."""
    due = Loan.objects.filter(customer=task.customer_id, amount_due__gt=0)
    return by.has_perm("feedback.make_promise") and due.exists()


def _move_on(
    task: CallTask, *, outcome: str, by: User, now: datetime, again_at: datetime | None
) -> None:
    task.outcome = outcome
    if task.reason == CallTask.Reason.DISTRESS:
        _move_on_in_distress(task, by=by, now=now, again_at=again_at)
    elif outcome == Outcome.CALL_BACK and again_at is not None:
        task.reason, task.not_before = CallTask.Reason.CALL_BACK, again_at
        task.due_at, task.tries = again_at + DUE[task.reason], 0
        task.save()
    elif outcome == Outcome.NOT_REACHED and task.tries + 1 < MOST_TRIES:
        task.tries += 1
        task.not_before = now + NEXT_TRY
        task.due_at = max(task.due_at, task.not_before)
        task.save()
    elif outcome == Outcome.NOT_MADE:
        task.save()
    else:
        task.tries += outcome == Outcome.NOT_REACHED
        close(task, State.DONE, by=by, now=now)


def _move_on_in_distress(
    task: CallTask, *, by: User, now: datetime, again_at: datetime | None
) -> None:
    """Done once nobody is in distress any more; until then it is called again and again."""
    if task.outcome in SPOKEN and not alarms.is_in_distress(task.customer_id):
        close(task, State.DONE, by=by, now=now)
        return
    not_reached = task.outcome == Outcome.NOT_REACHED
    task.tries += not_reached
    task.not_before = again_at or (now + NEXT_TRY_IN_DISTRESS if not_reached else now)
    task.due_at = task.not_before
    task.save()


def _in_distress(task: CallTask) -> list[Conversation]:
    """The conversations for whose sake this call is to be made."""
    if task.reason != CallTask.Reason.DISTRESS:
        return []
    talks = Conversation.objects.filter(
        customer=task.customer_id, alarms__kind=Alarm.Kind.DISTRESS, alarms__closed_at=None
    )
    return list(talks.order_by("pk"))


def _lock_talks(customer_id: int) -> None:
    """Before the call, as filing does: what was written is read with it."""
    talks = Conversation.objects.filter(
        customer=customer_id, alarms__kind=Alarm.Kind.DISTRESS, alarms__closed_at=None
    )
    list(talks.order_by("pk").select_for_update(no_key=True, of=("self",)).values_list("pk"))


def close(task: CallTask, state: str, *, by: User, now: datetime) -> None:
    """The end of it, in the caller's transaction."""
    task.state, task.closed_at, task.closed_by = state, now, by
    task.save()


def _stop_number(call: Call, *, outcome: str, by: User, now: datetime) -> None:
    source = f"call:{call.pk}"
    if outcome == Outcome.WRONG_NUMBER:
        wrong_party.shield(call.contact_point, source=source, by=by, now=now)
    elif outcome == Outcome.REFUSES:
        suppressions.suppress(
            channel=PHONE,
            address_hash=wrong_party.hash_for(call.contact_point, PHONE),
            kind=Suppression.Kind.OPT_OUT,
            source=source,
            now=now,
            by=by,
        )


def locked(task: CallTask) -> CallTask:
    """The open task with its row locked. Raises Refused when it is closed."""
    # Nothing joined: a row waited for is read anew, what was joined to it is not.
    fresh = CallTask.objects.select_for_update(no_key=True).get(pk=task.pk)
    if fresh.state != State.OPEN:
        raise Refused(_("This call has been dealt with already."))
    return fresh
