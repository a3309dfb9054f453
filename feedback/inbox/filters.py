"""What of the inbox somebody wants to see, as it stands in the address: a link shows the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.input.params import row_id
from accounts.models import Loan, User
from feedback.models import Conversation, ConversationReply
from messaging.replies.intents import Intent

CHATTER = "chatter"
"""Beside the intents: nobody asks anything, and nothing waits until it is read."""

ME, NOBODY = "me", "nobody"
NEWEST, OLDEST = "newest", "oldest"
SORTS = {
    "": pgettext_lazy("order of the inbox", "Most urgent first"),
    NEWEST: pgettext_lazy("order of the inbox", "Newest reply first"),
    OLDEST: pgettext_lazy("order of the inbox", "Oldest reply first"),
}
OVERDUE, HOUR, DAY, OVER_DAY, OVER_THREE = "overdue", "1h", "24h", "over-24h", "over-3d"
AGES = {
    OVERDUE: _("Past their hour"),
    HOUR: _("Came in within an hour"),
    DAY: _("Came in within 24 hours"),
    OVER_DAY: _("Older than 24 hours"),
    OVER_THREE: _("Older than three days"),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """All empty: everything. `owner`: me, nobody, or the id of a colleague; `lender` an id."""

    intent: str = ""
    lender: str = ""
    age: str = ""
    owner: str = ""
    sort: str = ""

    @classmethod
    def read(cls, asked: Mapping[str, str]) -> Filters:
        """What an address says, without what it cannot mean."""
        intent, age, sort = (asked.get(name, "") for name in ("intent", "age", "sort"))
        lender, owner = asked.get("lender", ""), asked.get("owner", "")
        return cls(
            intent=intent if intent == CHATTER or intent in set(Intent) else "",
            lender=str(row_id(lender) or ""),
            age=age if age in AGES else "",
            owner=owner if owner in (ME, NOBODY) else str(row_id(owner) or ""),
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
            self._of_intent()
            & self._of_lender()
            & (_AGES[self.age](now) if self.age else Q())
            & self._of_owner(by)
        )

    def _of_intent(self) -> Q:
        if self.intent == CHATTER:
            return chatter()
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
    HOUR: lambda now: Q(last_at__gt=now - timedelta(hours=1)),
    DAY: lambda now: Q(last_at__gt=now - timedelta(hours=24)),
    OVER_DAY: lambda now: Q(last_at__lte=now - timedelta(hours=24)),
    OVER_THREE: lambda now: Q(last_at__lte=now - timedelta(days=3)),
}


def chatter() -> Q:
    """Open, filed under nothing, and every reply that nobody has read was recognised as harmless:
    thanks, a smile, "ok". What names an authority or holds texts is none."""
    unread = ConversationReply.objects.filter(
        conversation=OuterRef("pk"), reply_id__gt=OuterRef("read_upto")
    )
    return (
        Q(state=Conversation.State.OPEN, intent=Intent.OTHER)
        & Q(last_reply__severe=False)
        & Q(~Exists(unread.filter(Q(reply__needs_reading=True) | ~Q(reply__intent=Intent.OTHER))))
    )
