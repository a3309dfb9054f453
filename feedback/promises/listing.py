"""The lists of promises: what waits for an agent, what runs, what became of them."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from feedback.lists.queues import Queue
from feedback.models import Promise

State = Promise.State
SHOWN = ("customer", "loan", "made_by")


def _in(*states: str) -> Queue:
    label = State(states[0]).label
    return Queue(label, lambda _now: Promise.objects.filter(state__in=states), newest_first=True)


def _to_thank(_now: datetime) -> QuerySet[Promise]:
    return Promise.objects.filter(state=State.KEPT, thanks=Promise.Thanks.OFFERED)


QUEUES: dict[str, Queue] = {
    "proposed": Queue(
        State.PROPOSED.label, lambda _now: Promise.objects.filter(state=State.PROPOSED)
    ),
    "open": Queue(
        State.OPEN.label, lambda _now: Promise.objects.filter(state=State.OPEN), day="pay_on"
    ),
    "thanks": Queue(_("To be thanked"), _to_thank),
    "kept": _in(State.KEPT),
    "partly": _in(State.PARTLY),
    "broken": _in(State.BROKEN),
    "over": Queue(
        _("Withdrawn or declined"),
        lambda _now: Promise.objects.filter(state__in=[State.CANCELLED, State.DECLINED]),
        newest_first=True,
    ),
}
COUNTED = ("proposed", "open", "thanks")
