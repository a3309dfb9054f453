"""What of the inbox somebody wants to see, as it stands in the address: a link shows the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.input.params import row_id
from accounts.models import Loan, User
from feedback.inbox.about import HAPPENED, happened
from feedback.models import Conversation, ConversationReply
from messaging.models import Answer
from messaging.replies.intents import Intent
from messaging.replies.topics import Topic

CHATTER = "chatter"
"""Beside the intents: nobody asks anything, and nothing waits until it is read."""

ASKS = "asks"
"""Beside the intents: a question waits for an answer."""

ME, NOBODY = "me", "nobody"
NEWEST, OLDEST = "newest", "oldest"
SORTS = {
    "": pgettext_lazy("order of the inbox", "Most urgent first"),
    NEWEST: pgettext_lazy("order of the inbox", "Newest reply first"),
    OLDEST: pgettext_lazy("order of the inbox", "Oldest reply first"),
}
OVERDUE, HOUR, TO_FOUR, FOUR_TO_DAY = "overdue", "1h", "1-4h", "4-24h"
DAY_TO_THREE, OVER_THREE = "1-3d", "over-3d"
AGES = {
    OVERDUE: _("Past their hour"),
    HOUR: _("Within an hour"),
    TO_FOUR: _("1 to 4 hours old"),
    FOUR_TO_DAY: _("4 to 24 hours old"),
    DAY_TO_THREE: _("1 to 3 days old"),
    OVER_THREE: _("Older than three days"),
}
"""By when the last reply came in; each row is in one of them, or past its hour besides."""

TOPICS = frozenset(topic.value for topic in Topic)

_STEPS = [timedelta(0), timedelta(hours=1), timedelta(hours=4), timedelta(hours=24)]
_STEPS += [timedelta(days=3), timedelta(days=36_500)]


@dataclass(frozen=True, slots=True)
class Filters:
    """All empty: everything. `owner`: me, nobody, or the id of a colleague; `lender` an id."""

    intent: str = ""
    lender: str = ""
    age: str = ""
    owner: str = ""
    topic: str = ""
    sort: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """What an address says, without what it cannot mean."""
        intent, age, sort = (asked.get(name, "") for name in ("intent", "age", "sort"))
        lender, owner, topic = (asked.get(name, "") for name in ("lender", "owner", "topic"))
        return cls(
            intent=intent if intent in (CHATTER, ASKS, *HAPPENED, *Intent) else "",
            lender=str(row_id(lender) or ""),
            age=age if age in AGES else "",
            owner=owner if owner in (ME, NOBODY) else str(row_id(owner) or ""),
            topic=topic if topic in TOPICS else "",
            sort=sort if sort in SORTS else "",
        )

    def query(self) -> dict[str, str]:
        """As it stands in an address; what is empty is left out."""
        return {each.name: said for each in fields(self) if (said := getattr(self, each.name))}

    @property
    def chosen(self) -> int:
        """How many filters are set; the order is none."""
        return len(replace(self, sort="").query())

    def condition(self, *, by: User, now: datetime) -> Q:
        """What a conversation has to be."""
        return (
            self._of_intent(now)
            & self._of_lender()
            & (_AGES[self.age](now) if self.age else Q())
            & self._of_owner(by)
            & (Q(last_reply__topic=self.topic) if self.topic else Q())
        )

    def _of_intent(self, now: datetime) -> Q:
        if self.intent == CHATTER:
            return chatter()
        if self.intent == ASKS:
            return Q(asks_since__isnull=False)
        if self.intent in HAPPENED:
            return happened(self.intent, now)
        return Q(intent=self.intent) if self.intent else Q()

    def _of_lender(self) -> Q:
        if not self.lender:
            return Q()
        theirs = Loan.objects.filter(customer=OuterRef("customer"), lender=int(self.lender))
        return Q(Exists(theirs))

    def _of_owner(self, by: User) -> Q:
        if self.owner == NOBODY:
            return Q(owner=None)
        if self.owner == ME:
            return Q(owner=by)
        return Q(owner=int(self.owner)) if self.owner else Q()


_AGES: dict[str, Callable[[datetime], Q]] = {
    OVERDUE: lambda now: Q(due_at__lte=now),
    HOUR: lambda now: _between(0, now) | Q(last_at__gt=now),
    TO_FOUR: lambda now: _between(1, now),
    FOUR_TO_DAY: lambda now: _between(2, now),
    DAY_TO_THREE: lambda now: _between(3, now),
    OVER_THREE: lambda now: _between(4, now),
}


def _between(step: int, now: datetime) -> Q:
    """As old as this step and younger than the next."""
    return Q(last_at__lte=now - _STEPS[step], last_at__gt=now - _STEPS[step + 1])


def chatter() -> Q:
    """Open, filed under nothing, and every reply that nobody has read was recognised as harmless:
    thanks, a smile, "ok". What names an authority, holds texts or asks something is none, nor is
    a question that has been answered, before its writer has said anything more."""
    unread = ConversationReply.objects.filter(
        conversation=OuterRef("pk"), reply_id__gt=OuterRef("read_upto")
    )
    return (
        Q(state=Conversation.State.OPEN, intent=Intent.OTHER, asks_since=None)
        & Q(last_reply__severe=False)
        & Q(last_reply__asks=False)
        & Q(~Exists(Answer.objects.filter(reply=OuterRef("last_reply"))))
        & Q(~Exists(unread.filter(Q(reply__needs_reading=True) | ~Q(reply__intent=Intent.OTHER))))
    )
