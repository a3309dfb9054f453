"""Working on conversations: take, hand over, snooze, note, verify, resolve.

Whoever works on a conversation has it; a second person is told who does. All acts lock its row, so
of two at the same moment one comes second and sees the first.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.access import lenders
from accounts.database.refusals import is_duplicate
from accounts.errors import Refused
from accounts.models import User
from feedback.alarms import service as alarms
from feedback.inbox import clock, mentions, questions, reading
from feedback.models import Conversation, ConversationEvent
from feedback.models.conversation import URGENT
from feedback.models.conversation_events import note_event

LONGEST_SNOOZE = timedelta(days=30)
What = ConversationEvent.What


@transaction.atomic
def take(conversation: Conversation, *, by: User, now: datetime) -> Conversation:
    """Become its owner. Raises Refused with the name of whoever was first; but in distress
    that nobody has taken, whoever is there takes it from an owner who is not."""
    fresh = _locked(conversation)
    if fresh.owner_id == by.pk:
        alarms.take_of(fresh, by=by, now=now)
        return fresh
    alarm = alarms.in_distress(fresh)
    if alarm is None or alarm.taken_at is not None:
        _refuse_if_anothers(fresh, by)
    return _given(fresh, to=by, what=What.TAKEN, by=by, now=now)


@transaction.atomic
def hand_over(
    conversation: Conversation, *, to: User, by: User, now: datetime, summary: str = ""
) -> Conversation:
    """Give it to somebody else, with what they should know. Its owner may, a supervisor, and
    anybody while it is free."""
    fresh = _locked(conversation)
    if not by.has_perm("feedback.assign_conversation"):
        _refuse_if_anothers(fresh, by)
    if not to.is_active or not to.has_perm("feedback.change_conversation"):
        raise Refused(_("%(person)s does not work in the inbox.") % {"person": to})
    if not lenders.is_shown(to, fresh.customer_id):
        raise Refused(_("%(person)s does not see this customer.") % {"person": to})
    return _given(fresh, to=to, what=What.HANDED_OVER, by=by, now=now, note=summary.strip())


@transaction.atomic
def ours(conversation: Conversation, *, by: User, now: datetime) -> Conversation:
    """Lock it for an act of this person, who takes it if nobody has it yet."""
    fresh = _locked(conversation)
    if fresh.owner_id == by.pk:
        alarms.take_of(fresh, by=by, now=now)
        return fresh
    _refuse_if_anothers(fresh, by)
    return _given(fresh, to=by, what=What.TAKEN, by=by, now=now)


@transaction.atomic
def read(conversation: Conversation, *, by: User, now: datetime) -> Conversation:
    """`ours`, by an act that shows that this person has read the thread: what its replies held is
    lifted, up to the last one that `conversation` names, which is the last they had before them."""
    fresh = ours(conversation, by=by, now=now)
    reading.lift(fresh, upto=conversation.last_reply_id, by=by, now=now)
    return fresh


@transaction.atomic
def mark_read(conversation: Conversation, *, by: User, now: datetime) -> None:
    """Automated texts may go on, and nothing else is done about it yet."""
    fresh = read(conversation, by=by, now=now)
    fresh.unread = fresh.last_reply_id > conversation.last_reply_id
    _save(fresh, now)
    note_event(fresh, What.READ, by=by, now=now)


@transaction.atomic
def snooze(conversation: Conversation, *, until: datetime, by: User, now: datetime) -> None:
    """Out of the queue until then, or until the customer writes again."""
    if not now < until <= now + LONGEST_SNOOZE:
        raise Refused(_("Choose a time within the next 30 days."))
    fresh = ours(conversation, by=by, now=now)
    if fresh.urgency == URGENT:
        raise Refused(_("Distress does not wait."))
    clock.go_on(fresh, now)
    fresh.snoozed_until, fresh.unread = until, False
    _save(fresh, now)
    note_event(fresh, What.SNOOZED, by=by, now=now, detail=until.isoformat())


@transaction.atomic
def wait_for_customer(
    conversation: Conversation, *, until: datetime, by: User, now: datetime
) -> None:
    """The customer was asked something: out of the queue and its clock still, until they write or
    until then."""
    if not now < until <= now + LONGEST_SNOOZE:
        raise Refused(_("Choose a time within the next 30 days."))
    fresh = read(conversation, by=by, now=now)
    if fresh.urgency == URGENT:
        raise Refused(_("Distress does not wait."))
    if fresh.last_reply_id > conversation.last_reply_id:
        raise Refused(_("The customer has written again: read it first."))
    questions.dealt_with(fresh, upto=conversation.last_reply_id, by=by, now=now)
    clock.stop(fresh, until=until, now=now)
    fresh.unread = False
    _save(fresh, now)
    note_event(fresh, What.ASKED, by=by, now=now, detail=until.isoformat())


@transaction.atomic
def wake(conversation: Conversation, *, by: User, now: datetime) -> None:
    """Back into the queue at once."""
    fresh = ours(conversation, by=by, now=now)
    clock.go_on(fresh, now)
    _save(fresh, now)
    note_event(fresh, What.WOKEN, by=by, now=now)


@transaction.atomic
def add_note(conversation: Conversation, *, text: str, by: User, now: datetime) -> None:
    """An internal note; the customer never sees it. Anybody of the inbox may leave one. Whom it
    mentions (@name) finds it among their own work."""
    if not text.strip():
        raise Refused(_("The note is empty."))
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    _save(fresh, now)
    note_event(fresh, What.NOTE, by=by, now=now, note=text.strip())
    for person in mentions.named(text, by=by):
        note_event(fresh, What.MENTIONED, by=by, now=now, detail=f"user:{person.pk}")


@transaction.atomic
def verify(conversation: Conversation, *, how: str, by: User, now: datetime) -> None:
    """It is the customer after all: show the debt again. What stops the number stays until it is
    lifted with evidence."""
    if not how.strip():
        raise Refused(_("Say how you made sure who writes."))
    fresh = ours(conversation, by=by, now=now)
    fresh.masked, fresh.verified_at, fresh.verified_by = False, now, by
    _save(fresh, now)
    note_event(fresh, What.VERIFIED, by=by, now=now, note=how.strip())


@transaction.atomic
def resolve(conversation: Conversation, *, by: User, now: datetime, why: str = "") -> Conversation:
    """Nothing is left to do; `why`, where steps of its checklist are left out (inbox.checking).
    Refused when the customer has written since `conversation` was read,
    and while distress is open (feedback.alarms)."""
    fresh = read(conversation, by=by, now=now)
    if fresh.last_reply_id > conversation.last_reply_id:
        raise Refused(_("The customer has written again: read it first."))
    questions.dealt_with(fresh, upto=conversation.last_reply_id, by=by, now=now)
    fresh.state, fresh.resolved_at, fresh.resolved_by = Conversation.State.RESOLVED, now, by
    clock.go_on(fresh, now)
    fresh.unread = False
    with alarms.guarded():
        _save(fresh, now)
    note_event(fresh, What.RESOLVED, by=by, now=now, note=why)
    return fresh


@transaction.atomic
def reopen(conversation: Conversation, *, by: User, now: datetime, free: bool = False) -> None:
    """Undo a resolution; refused when the customer has begun another conversation since. It is
    then `by`'s, or nobody's (`free`)."""
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if fresh.state == Conversation.State.OPEN:
        return
    if fresh.merged_into_id is not None:
        raise Refused(_("It goes on in another conversation: take it apart there."))
    fresh.state, fresh.resolved_at, fresh.resolved_by = Conversation.State.OPEN, None, None
    fresh.owner = None if free else by
    try:
        with transaction.atomic():
            _save(fresh, now)
    except IntegrityError as error:
        if not is_duplicate(error):
            raise
        raise Refused(_("The customer has written again: work on that one.")) from error
    note_event(fresh, What.REOPENED, by=by, now=now)


def look_at(conversation: Conversation, *, by: User) -> None:
    """Whoever has it has read it; a look by others leaves it unread."""
    if conversation.unread and conversation.owner_id == by.pk:
        Conversation.objects.filter(pk=conversation.pk).update(unread=False)


def _locked(conversation: Conversation) -> Conversation:
    # Nothing joined: a row waited for is read anew, what was joined to it is not.
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if fresh.merged_into_id is not None:
        raise Refused(
            _(
                "It was merged into another conversation meanwhile: nothing was done here. "
                "Go on there."
            )
        )
    if fresh.state == Conversation.State.RESOLVED:
        raise Refused(_("This conversation has been resolved already."))
    return fresh


def _refuse_if_anothers(conversation: Conversation, by: User) -> None:
    if conversation.owner_id not in (None, by.pk):
        raise Refused(_("%(person)s has this conversation.") % {"person": conversation.owner})


def _given(
    conversation: Conversation, *, to: User, what: str, by: User, now: datetime, note: str = ""
) -> Conversation:
    conversation.owner = to
    _save(conversation, now)
    if to == by:
        alarms.take_of(conversation, by=by, now=now)
    else:  # whom it is given to has not taken it yet
        alarms.give_back(conversation)
    note_event(conversation, what, by=by, now=now, detail=f"user:{to.pk}", note=note)
    return conversation


def _save(conversation: Conversation, now: datetime) -> None:
    conversation.changed_at = now
    conversation.save()
