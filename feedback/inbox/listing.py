"""The list of the inbox: a page at a time by key, whatever the number of conversations."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _, pgettext_lazy

from accounts.disclosure import exactly, personal, searching
from accounts.keys import keyring
from accounts.lists import counting
from accounts.lists.keyset import PER_PAGE, KeysetPage, Order
from accounts.models import User
from accounts.models.choices import Channel
from accounts.privacy.hiding import hides
from feedback.inbox import clock, mentions
from feedback.inbox.filters import NEWEST, OLDEST, Filters, chatter
from feedback.models import Conversation

EVERYTHING = Filters()
SNIPPET = 60
MINE, FREE, ALL, UNREAD, MENTIONED, SNOOZED, RESOLVED = (
    *("mine", "free", "all", "unread"),
    *("mentioned", "snoozed", "resolved"),
)
TABS = {
    MINE: pgettext_lazy("inbox", "Mine"),
    FREE: _("Unassigned"),
    ALL: _("All open"),
    UNREAD: pgettext_lazy("inbox", "New"),
    MENTIONED: pgettext_lazy("inbox", "Mentions me"),
    SNOOZED: _("Snoozed"),
    RESOLVED: _("Resolved"),
}
COUNTS = (MINE, FREE, ALL, UNREAD, MENTIONED)
OPEN = Q(state=Conversation.State.OPEN)


@hides("name", "number", "snippet")
class Row(NamedTuple):
    """One line of the list; every personal value masked, the text cut short."""

    conversation: Conversation
    name: str
    number: str
    snippet: str
    overdue: bool
    waits: bool = False
    snoozed: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """`after`: key of the next page, empty at the end; `version` changes with what is shown."""

    rows: list[Row]
    after: str
    version: str


def page(
    tab: str, *, by: User, now: datetime, after: str = "", wanted: Filters = EVERYTHING
) -> Page:
    """Two queries, and what they say decrypted. A faulty key begins at the beginning."""
    found = list(_shown(_from(tab, by, now, after, wanted))[: PER_PAGE + 1])
    cut = KeysetPage.cut(found, PER_PAGE, _order(tab, wanted).key)
    return Page(
        rows=[row(each, now) for each in cut.rows],
        after=cut.after,
        version=_version((each.pk, each.changed_at, each.due_at <= now) for each in cut.rows),
    )


def version(
    tab: str, *, by: User, now: datetime, after: str = "", wanted: Filters = EVERYTHING
) -> str:
    """What `page` would say its version is, by one query on the index alone and nothing decrypted:
    what a screen asks every few seconds."""
    rows = _from(tab, by, now, after, wanted).values_list("pk", "changed_at", "due_at")[:PER_PAGE]
    return _version((pk, changed_at, due_at <= now) for pk, changed_at, due_at in rows)


def counts(by: User, now: datetime, wanted: Filters = EVERYTHING) -> dict[str, int]:
    """How many there are in each tab of open ones, counted to 100: what a new reply changes, on
    whatever page of the list it comes to stand."""
    condition = wanted.condition(by=by, now=now)
    return {
        tab: counting.count(_queue(tab, by, now).filter(condition), counting.IN_A_TAB)
        for tab in COUNTS
    }


def small_talk(by: User, now: datetime, wanted: Filters = EVERYTHING) -> int:
    """How many `all_small_talk` are, counted to 100."""
    return counting.count(all_small_talk(by, now, wanted), counting.IN_A_TAB)


def questions(by: User, now: datetime, wanted: Filters = EVERYTHING) -> int:
    """How many open ones wait for an answer and are not put off, counted to 100."""
    rows = _queue(ALL, by, now).filter(asks_since__isnull=False)
    return counting.count(rows.filter(wanted.condition(by=by, now=now)), counting.IN_A_TAB)


def all_small_talk(by: User, now: datetime, wanted: Filters = EVERYTHING) -> QuerySet[Conversation]:
    """What asks nothing and holds nothing, as the list is filtered; what a colleague has is not
    for this person to close."""
    rows = Conversation.objects.filter(chatter(), Q(owner=None) | Q(owner=by))
    return rows.filter(wanted.condition(by=by, now=now))


def next_after(
    conversation: Conversation, *, by: User, now: datetime, wanted: Filters = EVERYTHING
) -> Conversation | None:
    """What to work on next, of what is looked at: mine first, then what nobody has."""
    condition = wanted.condition(by=by, now=now)
    for tab in (MINE, FREE):
        rows = _queue(tab, by, now).filter(condition).exclude(pk=conversation.pk)
        found = rows.order_by(*_ORDER).first()
        if found is not None:
            return found
    return None


class Finding(NamedTuple):
    """`talks`: conversations, newest first; `people`: ids of customers, who wrote or did not."""

    talks: list[Conversation]
    people: list[int]


def find(typed: str, *, by: User, now: datetime) -> list[Conversation]:
    """The conversations alone, see `search`."""
    return search(typed, by=by, now=now).talks


def search(typed: str, *, by: User, now: datetime) -> Finding:
    """Conversations of a telephone number, a loan number, a customer number or a whole name,
    exactly; newest first. Never in a URL: what was typed is personal. Raises Refused beyond the
    day's limit of searches for people."""
    typed = typed.strip()
    if not typed:
        return Finding([], [])
    numbered = exactly.numbered_so(typed)
    sought = searching.find(typed, by=by, now=now, known=bool(numbered))
    people = {*numbered, *sought.addressed, *(customer.pk for customer in sought.named)}
    # A number in nobody's file may have written all the same: hence the hashes.
    written, keys = sought.addresses, keyring()
    hashes = {keys.suppression_hash(each, channel) for each in written for channel in _WRITTEN_BY}
    found = Conversation.objects.filter(Q(customer__in=people) | Q(address_hash__in=hashes))
    return Finding(list(_shown(found).order_by("-pk")[:PER_PAGE]), sorted(people)[:PER_PAGE])


def of_ids(ids: Iterable[int]) -> list[Conversation]:
    """Conversations that were found a moment ago, as they are now; newest first."""
    return list(_shown(Conversation.objects.filter(pk__in=list(ids))).order_by("-pk")[:PER_PAGE])


_WRITTEN_BY = (Channel.SMS, Channel.EMAIL, Channel.WECHAT)


def row(conversation: Conversation, now: datetime) -> Row:
    """What the list shows of one."""
    customer, point = conversation.customer, conversation.contact_point
    text = personal.said(conversation.last_reply, "text", customer)
    cut = text if len(text) <= SNIPPET else text[: SNIPPET - 1] + "…"
    return Row(
        conversation=conversation,
        name=personal.masked_name(customer) if customer else "",
        number=personal.masked_address(point) if point else "",
        snippet=" ".join(cut.split()),
        overdue=conversation.state == Conversation.State.OPEN and conversation.due_at <= now,
        waits=clock.stands(conversation, now),
        snoozed=conversation.snoozed_until is not None and conversation.snoozed_until > now,
    )


def _shown(rows: QuerySet[Conversation]) -> QuerySet[Conversation]:
    """With what a row shows, and the numbers that are masked in what was written."""
    rows = rows.select_related("customer", "contact_point", "owner", "last_reply")
    return rows.prefetch_related("customer__contact_points")


_ORDER = ("urgency", "due_at", "pk")


def _queue(tab: str, by: User, now: datetime) -> QuerySet[Conversation]:
    waiting = Q(snoozed_until=None) | Q(snoozed_until__lte=now)
    condition = {
        MINE: OPEN & waiting & Q(owner=by),
        FREE: OPEN & waiting & Q(owner=None),
        ALL: OPEN & waiting,
        UNREAD: OPEN & Q(unread=True),
        MENTIONED: mentions.unanswered(by),
        SNOOZED: OPEN & Q(snoozed_until__gt=now),
        RESOLVED: Q(state=Conversation.State.RESOLVED),
    }[tab]
    return Conversation.objects.filter(condition)


_ORDERS = {
    UNREAD: Order(("last_at", "pk"), (datetime, int), newest_first=True),
    SNOOZED: Order(("snoozed_until", "pk"), (datetime, int)),
    RESOLVED: Order(("resolved_at", "pk"), (datetime, int), newest_first=True),
}
_IN_QUEUE = Order(_ORDER, (int, datetime, int))


_SORTED = {
    NEWEST: Order(("last_at", "pk"), (datetime, int), newest_first=True),
    OLDEST: Order(("last_at", "pk"), (datetime, int)),
}


def _from(tab: str, by: User, now: datetime, after: str, wanted: Filters) -> QuerySet[Conversation]:
    """The rows behind this key, in the order of the tab or the one that was asked for."""
    rows = _queue(tab, by, now).filter(wanted.condition(by=by, now=now))
    return _order(tab, wanted).behind(rows, after)


def _order(tab: str, wanted: Filters) -> Order:
    return _SORTED.get(wanted.sort) or _ORDERS.get(tab, _IN_QUEUE)


def _version(rows: Iterable[tuple[int, datetime, bool]]) -> str:
    return sha256(repr(list(rows)).encode()).hexdigest()[:16]
