"""How soon a person should look at a reply, by what it means.

Every figure is our own proposal, a service promise and no statute: a complaint's legal clocks run
beside it and are far longer. Distress comes first of all, whatever else is due.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from feedback.models.conversation import ORDINARY, PRESSING, URGENT
from messaging.models import Reply
from messaging.replies.intents import Intent

SOURCE = "our own proposal"


@dataclass(frozen=True, slots=True)
class Care:
    """`due`: how long after it came in; None: the machine has done what there was to do."""

    due: timedelta | None
    urgency: int = ORDINARY


SEVERE = timedelta(hours=1)
"""For what names a regulator, a lawyer, the police or the press, or reports a breach."""

QUESTION = timedelta(hours=8)
"""For what wants an answer, whatever it is about."""

CARE: dict[str, Care] = {
    Intent.DISTRESS: Care(timedelta(0), URGENT),
    Intent.COMPLAINT: Care(timedelta(hours=2)),
    Intent.OPT_OUT_REVIEW: Care(timedelta(hours=2)),
    Intent.WRONG_PARTY: Care(timedelta(hours=4)),
    Intent.DISPUTE: Care(timedelta(hours=4)),
    Intent.HARDSHIP: Care(timedelta(hours=4)),
    Intent.REVIEW: Care(timedelta(hours=4)),
    Intent.PROMISE: Care(timedelta(hours=8)),
    Intent.PAID: Care(timedelta(hours=24)),
    Intent.OTHER: Care(timedelta(hours=24)),
    # A plain keyword has been obeyed and confirmed; a rating is counted or means nothing.
    Intent.OPT_OUT: Care(None),
    Intent.RATING: Care(None),
    Intent.NO_EDUCATION: Care(None),
}
_RANKS = {intent: rank for rank, intent in enumerate(CARE)}


def care_of(reply: Reply) -> Care:
    """An intent nobody listed is looked at like any other text, and so is whatever holds texts
    until somebody has read it; what names an authority or a breach comes before the others."""
    care = CARE.get(reply.intent, CARE[Intent.OTHER])
    if care.due is None and reply.needs_reading:
        care = CARE[Intent.OTHER]
    if reply.asks and care.due is not None:
        care = Care(min(care.due, QUESTION), care.urgency)
    if reply.severe and care.due is not None and care.urgency > PRESSING:
        return Care(min(care.due, SEVERE), PRESSING)
    return care


def due_at(reply: Reply) -> datetime:
    """By when somebody should have looked; at once where nothing is left to do."""
    return reply.received_at + (care_of(reply).due or timedelta(0))


def more_urgent(one: str, other: str) -> str:
    """Whichever of two intents should be seen to first."""
    last = len(_RANKS)
    return min(one, other, key=lambda intent: _RANKS.get(intent, last))
