"""Quality looked at by somebody else: a sample of what each agent has dealt with, with scores.

A look is an event of the conversation: four scores of nought to two and whose work it was. The
database refuses a look at one's own work (feedback.models.conversation).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from accounts.errors import Refused
from accounts.models import User
from feedback.desk.sql import named
from feedback.models import Conversation, ConversationEvent
from feedback.models.conversation_events import note_event

QUESTIONS = {
    "understood": gettext_lazy("Was the customer understood?"),
    "right": gettext_lazy("Was what was done right, and the fitting answer sent?"),
    "kind": gettext_lazy("Was it kind and without pressure?"),
    "finished": gettext_lazy("Was it brought to its end, and in time?"),
}
SCORES = {"0": gettext_lazy("no"), "1": gettext_lazy("partly"), "2": gettext_lazy("yes")}
BEST = 2 * len(QUESTIONS)
PERIOD = timedelta(days=7)
EACH = 3
"""Conversations a person in the sample. Our own proposal (P)."""

# The same for everybody who looks on the same day, and another one tomorrow.
_SAMPLE = """
SELECT id, resolved_by_id FROM (
    SELECT c.id, c.resolved_by_id, row_number() OVER (
        PARTITION BY c.resolved_by_id ORDER BY md5(c.id::text || %(day)s)) AS place
    FROM feedback_conversation c
    WHERE c.state = 'resolved' AND c.resolved_at >= %(since)s AND c.resolved_at < %(now)s
      AND c.resolved_by_id IS NOT NULL AND c.resolved_by_id <> %(by)s
      AND NOT EXISTS (SELECT FROM feedback_conversationevent e
                      WHERE e.conversation_id = c.id AND e.what = 'reviewed')) AS found
WHERE place <= %(each)s ORDER BY resolved_by_id, place
"""
_RESULTS = """
SELECT split_part(detail, ':', 2)::bigint, count(*),
       avg(substr(detail, 1, 1)::int + substr(detail, 2, 1)::int
           + substr(detail, 3, 1)::int + substr(detail, 4, 1)::int)
FROM feedback_conversationevent
WHERE what = 'reviewed' AND at >= %(since)s AND at < %(now)s GROUP BY 1
"""


@dataclass(frozen=True, slots=True)
class Quality:
    """So many looks at a person's work, and their mean of BEST points."""

    looks: int
    mean: float


def sample(*, by: User, now: datetime) -> list[tuple[int, int]]:
    """Conversation and whose work it is, of the last week; none of one's own. One query."""
    day = now.date().isoformat()
    return named(_SAMPLE, by=by.pk, now=now, since=now - PERIOD, day=day, each=EACH)


def results(since: datetime, now: datetime) -> dict[int, Quality]:
    """By whose work it was. One query."""
    found = named(_RESULTS, since=since, now=now)
    return {person: Quality(looks, float(mean)) for person, looks, mean in found}


@transaction.atomic
def look(
    conversation: Conversation, *, scores: dict[str, str], note: str, by: User, now: datetime
) -> None:
    """Keep what somebody thinks of it. Raises Refused: one's own work, twice, not drawn, or not all
    said."""
    fresh = Conversation.objects.select_for_update(no_key=True).get(pk=conversation.pk)
    if fresh.resolved_by_id is None:
        raise Refused(_("Nobody has resolved this yet: there is nothing to look at."))
    if fresh.resolved_by_id == by.pk:
        raise Refused(_("Somebody else looks at your own work."))
    if fresh.events.filter(what=ConversationEvent.What.REVIEWED).exists():
        raise Refused(_("Somebody has looked at this already."))
    if (fresh.pk, fresh.resolved_by_id) not in sample(by=by, now=now):
        raise Refused(_("It is not in today's sample: nobody chooses what is looked at."))
    if any(scores.get(name) not in SCORES for name in QUESTIONS):
        raise Refused(_("Answer all four questions."))
    detail = "".join(scores[name] for name in QUESTIONS) + f":{fresh.resolved_by_id}"
    what = ConversationEvent.What.REVIEWED
    note_event(fresh, what, by=by, now=now, detail=detail, note=note.strip())
