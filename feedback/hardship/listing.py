"""The lists of hardship cases: who waits, what waits for a second person, what ends soon."""

from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.lists.queues import Queue
from feedback.models import HardshipCase, HardshipDecision

State = HardshipCase.State
SHOWN = ("customer", "owner")
REVIEW_DAYS = 7
"""What is granted is looked at this many days before it ends. Our own proposal (P)."""


def waiting(_now: datetime) -> QuerySet[HardshipCase]:
    """A proposal waits for its second person."""
    proposed = HardshipDecision.objects.filter(state=HardshipDecision.State.PROPOSED)
    return HardshipCase.objects.filter(pk__in=proposed.values("case"))


def to_review(now: datetime) -> QuerySet[HardshipCase]:
    """It ends within REVIEW_DAYS and nobody has looked at that yet."""
    return HardshipCase.objects.filter(
        state=State.GRANTED,
        ends_on__lte=(now + timedelta(days=REVIEW_DAYS)).date(),
        reviewed_at=None,
    )


QUEUES: dict[str, Queue] = {
    "open": Queue(State.OPEN.label, lambda _now: HardshipCase.objects.filter(state=State.OPEN)),
    "waiting": Queue(_("Waiting for approval"), waiting),
    "review": Queue(_("Look before it ends"), to_review, day="ends_on"),
    "granted": Queue(
        State.GRANTED.label,
        lambda _now: HardshipCase.objects.filter(state=State.GRANTED),
        day="ends_on",
    ),
    "over": Queue(
        _("Over"),
        lambda _now: HardshipCase.objects.filter(state__in=[State.DECLINED, State.ENDED]),
        newest_first=True,
    ),
}
COUNTED = ("open", "waiting", "review")
