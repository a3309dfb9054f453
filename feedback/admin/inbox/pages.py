"""The inbox: the list, one conversation with thread and card, and the parts that refresh."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qsl

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render as render_part
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, pgettext

from accounts.admin.forms import RevealForm
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import looks, personal
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.lists import counting
from accounts.models import Hold, Look, User
from accounts.models.choices import Cause
from config import clock
from feedback.admin.inbox import choices
from feedback.admin.inbox.forms import (
    WAITS,
    chosen_of,
    colleagues,
    promise_form,
    snooze_choices,
)
from feedback.alarms import service as alarms
from feedback.calls import asked_for
from feedback.checklists import steps
from feedback.inbox import (
    about as what_about,
    actions,
    answered,
    answering,
    assignment,
    clock as stopped_clock,
    customer_card,
    intent_labels,
    listing,
    merged_pages,
    merging,
    numbers,
    presence,
    reading,
    thread,
)
from feedback.inbox.filters import ASKS, CHATTER, Filters
from feedback.models import Conversation, Promise
from feedback.promises.paid_since import paid_since
from messaging.models import TemplateVersion
from messaging.replies.intents import Intent

READ = "feedback.view_conversation"
ALONE = frozenset(
    {
        *("take", "read", "answer", "note", "hand_over", "snooze", "wait", "wake", "verify"),
        *("resolve", "tick", "merge", "take_apart"),
    }
)
"""Steps that are none of the one-click acts, which stand together."""

UNCHANGED = 204
"""Nothing new: htmx leaves the part as it stands."""


@needs(READ)
def inbox(request: HttpRequest) -> HttpResponse:
    """The list; on a wide screen the chosen conversation stands beside it."""
    now = clock.now()
    return render(
        request,
        "feedback/inbox.html",
        title=_("Inbox"),
        undo=row_id(request.GET.get("undo")),
        undo_many=row_id(request.GET.get("done")),
        **_list(request, now),
    )


@needs(READ)
def inbox_list(request: HttpRequest) -> HttpResponse:
    """Only the list, when it is not what the asker has already."""
    now, person = clock.now(), staff(request)
    tab, after, wanted = _tab(request.GET), request.GET.get("after", ""), Filters.read(request.GET)
    counts = _counts(person, now, wanted)
    rows = listing.version(tab, by=person, now=now, after=after, wanted=wanted)
    if request.GET.get("seen") == _version(rows, counts):
        return HttpResponse(status=UNCHANGED)
    return render_part(
        request,
        "feedback/inbox_list.html",
        {
            "refreshed": True,
            **_list(request, now, current=row_id(request.GET.get("current")), counts=counts),
        },
    )


@needs(READ)
def conversation(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """One conversation: thread, what may be done, the customer's card."""
    return shown(request, get(conversation_id))


def shown(request: HttpRequest, found: Conversation, *, act: str = "") -> HttpResponse:
    """Its page. `act`: the step that was just refused; it stands open, with what was typed."""
    now, person = clock.now(), staff(request)
    assignment.look_at(found, by=person)
    if found.customer_id is not None:
        looks.at_page(found.customer_id, how=Look.How.CONVERSATION, by=person, now=now)
    standing = _standing(person, found, now)
    card = customer_card.card(found, now)
    works, may_act, is_open = (standing[name] for name in ("works", "may_act", "is_open"))
    may_assign = may_act and is_open and (works or person.has_perm("feedback.assign_conversation"))
    presence.tell(found.pk, by=person, now=now, writes=False)
    typed = request.POST if act else None
    return render(
        request,
        "feedback/conversation.html",
        title=_("Conversation"),
        conversation=found,
        card=card,
        offer=_offer(request, found, now) if works else None,
        act=act,
        once_open=bool(act) and act not in ALONE,
        typed=typed or {},
        may_assign=may_assign,
        colleagues=colleagues(found, by=person) if may_act and is_open else [],
        snoozes=snooze_choices(now),
        waits=WAITS.items(),
        causes=Cause.choices,
        readings=_readings(found) if works else [],
        promise_form=promise_form(found, now, typed if act == "promise" else None)
        if works
        else None,
        **(_said(found, card, now, typed if act == "call-back" else None) if works else {}),
        undo=row_id(request.GET.get("undo")),
        **_paid(found, now),
        **_held(found, card),
        **_beside(found, joins=may_assign, about=standing["about"]),
        **_thread(request, found, presence.others(found.pk, by=person, now=now)),
        **{**_list(request, now, current=found.pk), **standing},
    )


def _said(
    found: Conversation, card: customer_card.Card, now: datetime, typed: QueryDict | None
) -> dict[str, Any]:
    """What the last reply says already: the hour of a call it asks for, and the act that goes
    first, since it does what was said and nobody has done it yet."""
    wish = asked_for.from_when(found.last_reply, now)
    at = f"{localtime(wish):%Y-%m-%dT%H:%M}" if wish else ""
    calls = wish is not None or asked_for.asks(found.last_reply)
    promises = found.intent == Intent.PROMISE and card.promise is None
    lead = "promise" if promises else "call-back" if calls and card.task is None else ""
    return {"lead": lead, "call_at": typed.get("at", "") if typed else at}


def _held(found: Conversation, card: customer_card.Card) -> dict[str, Any]:
    """What holds texts besides a reply to be read, and the end of a crisis whose hold stands."""
    kinds = {hold.kind: hold.get_kind_display() for hold in card.holds}
    besides = [label for kind, label in kinds.items() if kind != Hold.Kind.UNREAD_REPLY]
    if card.suppression is not None:
        besides.insert(0, card.suppression.get_kind_display())
    ended = (
        alarms.ended(found)
        if Hold.Kind.DISTRESS in kinds and alarms.in_distress(found) is None
        else None
    )
    return {"held_besides": besides, "ended": ended}


def _paid(found: Conversation, now: datetime) -> dict[str, Any]:
    """What was paid since the last reply, and the promise that waits to be confirmed."""
    if found.masked or found.customer_id is None:
        return {}
    waiting = Promise.objects.filter(customer=found.customer_id, state=Promise.State.PROPOSED)
    return {
        "paid_since": paid_since(found.last_reply, now),
        "proposed": waiting.order_by("-pk").first(),
    }


def _readings(found: Conversation) -> list[tuple[str, str]]:
    """What else it may be about; none in distress."""
    if found.intent == Intent.DISTRESS:
        return []
    codes = (each for each in intent_labels.INTENTS if each in actions.CORRECTIONS)
    return [(code, intent_labels.intent(code)) for code in codes if code != found.intent]


def _beside(found: Conversation, *, joins: bool, about: str) -> dict[str, Any]:
    """What stands beside the thread: the checklist, and the customer's other conversations, to who
    may go on with both here (`feedback.inbox.merging`): whoever works on it or hands out work."""
    checklist = steps.standing(found, about=about)
    done = sum(each.is_done for each in checklist)
    return {
        "checklist": checklist,
        "checklist_done": done,
        "checklist_open": len(checklist) - done,
        "others": [_named(each) for each in merging.others(found)] if joins else [],
        "members": [_named(each) for each in merging.members(found)],
    }


def _named(found: Conversation) -> dict[str, Any]:
    point = found.contact_point
    return {
        "conversation": found,
        "number": personal.masked_address(point) if point else "",
        "intent": intent_labels.intent(found.intent),
        "look": intent_labels.look(found.intent),
    }


def chosen_version(request: HttpRequest) -> int | None:
    """The answer that was chosen when the act was refused, or is looked at with what was typed."""
    if request.method != "POST":
        return None
    return row_id(request.POST.get("look") or request.POST.get("version"))


def _offer(request: HttpRequest, found: Conversation, now: datetime) -> answering.Offer:
    """The answers, the chosen one filled in as it was typed."""
    chosen = chosen_version(request)
    version = TemplateVersion.objects.filter(pk=chosen).first() if chosen else None
    filled = chosen_of(request.POST, version.body) if version else None
    return answering.offer(found, now, chosen=chosen, filled=filled)


@needs(READ)
def conversation_thread(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Only the thread, when it is not what the asker has already."""
    found, now, person = get(conversation_id), clock.now(), staff(request)
    presence.tell(found.pk, by=person, now=now, writes=request.GET.get("writes") == "1")
    here = presence.others(found.pk, by=person, now=now)
    version = _thread_version(thread.version(found), here)
    if request.GET.get("seen") == version:
        return HttpResponse(status=UNCHANGED)
    return render_part(
        request,
        "feedback/thread.html",
        {
            "conversation": found,
            "refreshed": True,
            "card": customer_card.named(found),
            **_standing(person, found, now),
            **_thread(request, found, here),
        },
    )


def get(conversation_id: int) -> Conversation:
    """The conversation with what its page shows."""
    return get_object_or_404(
        Conversation.objects.select_related(
            *("customer", "contact_point", "owner", "last_reply", "verified_by", "resolved_by")
        ),
        pk=conversation_id,
    )


def to(found: Conversation, **query: Any) -> HttpResponse:
    """Back to its page."""
    page = reverse("admin:conversation", args=[found.pk])
    return HttpResponseRedirect(f"{page}?{urlencode(query)}" if query else page)


def _standing(person: User, found: Conversation, now: datetime) -> dict[str, Any]:
    """What the head says: whose it is and until when, and what its buttons may."""
    may_act = person.has_perm("feedback.change_conversation")
    is_open = found.state == Conversation.State.OPEN
    about = what_about.about(found, now)
    return {
        "about": about,
        "intent": intent_labels.intent(about),
        "intent_look": intent_labels.look(about),
        "topic": intent_labels.topic(about, found.last_reply),
        "answered": is_open and bool(answered.among([found])),
        "overdue": is_open and found.due_at <= now,
        "snoozed": found.snoozed_until is not None and found.snoozed_until > now,
        "waits_for_customer": stopped_clock.stands(found, now),
        "alarm": alarms.in_distress(found) if is_open else None,
        "held_until_read": is_open and bool(reading.holds_of(found)),
        "works": may_act and is_open and found.owner_id in (None, person.pk),
        "may_act": may_act,
        "is_open": is_open,
    }


def _thread_version(shown: str, here: list[presence.Here]) -> str:
    """Of the thread, its head, and who is there."""
    return f"{shown}.{sha256(repr(here).encode()).hexdigest()[:8]}" if here else shown


def _thread(request: HttpRequest, found: Conversation, here: list[presence.Here]) -> dict[str, Any]:
    before = merged_pages.read(request.GET.get("before", ""))
    seen = numbers.are_shown(found, by=staff(request), now=clock.now())
    shown = thread.thread(found, before=before, numbers=seen)
    return {
        "here": here,
        "seen": urlencode({"seen": _thread_version(shown.version, here)}),
        "thread": shown,
        "older": merged_pages.write(shown.before),
        "live": before is None,
    }


@needs("accounts.reveal_contactpoint")
def show_numbers(request: HttpRequest, conversation_id: int) -> HttpResponse:
    """Ask for the reason, record it; until tomorrow this person reads the numbers in the thread."""
    found, now, person = get(conversation_id), clock.now(), staff(request)
    form = RevealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            numbers.show(found, by=person, now=now, **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            return to(found)
    return render(
        request,
        "accounts/ask.html",
        title=_("Show the numbers in this conversation"),
        note=_("The reason is recorded with your name and can be read by the auditor."),
        form=form,
        button=pgettext("reveal", "Show"),
        back=reverse("admin:conversation", args=[found.pk]),
    )


def _list(
    request: HttpRequest,
    now: datetime,
    *,
    current: int | None = None,
    counts: dict[str, int] | None = None,
) -> dict[str, Any]:
    """`current`: the conversation that stands beside the list; `counts`, if they are known."""
    asked = _asked(request)
    person, tab, after = staff(request), _tab(asked), asked.get("after", "")
    wanted = Filters.read(asked)
    page = listing.page(tab, by=person, now=now, after=after, wanted=wanted)
    counts = counts or _counts(person, now, wanted)
    version = _version(page.version, counts)
    place = {"tab": tab, **wanted.query()}
    here = {"after": after, **({"current": str(current)} if current else {})}
    return {
        "refresh": urlencode({**place, **here, "seen": version}),
        "place": urlencode(place),
        "filtered": urlencode(wanted.query()),
        "wanted": wanted,
        "chatter": _count(counts[CHATTER]) if counts[CHATTER] else "",
        "asks": _count(counts[ASKS]) if counts[ASKS] else "",
        "choices": choices.of(wanted, by=person),
        "colleagues_here": colleagues(None)
        if person.has_perm("feedback.assign_conversation")
        else [],
        "may_act": person.has_perm("feedback.change_conversation"),
        "may_give": person.has_perm("feedback.assign_conversation"),
        "tab": tab,
        "tabs": [(code, label, _count(counts.get(code))) for code, label in listing.TABS.items()],
        "rows": all_shown(page.rows, now),
        "next": page.after,
        "first": bool(after),
        "new": _count(counts[listing.UNREAD]) if counts[listing.UNREAD] else "",
        "current": current,
    }


def all_shown(rows: Sequence[listing.Row], now: datetime) -> list[dict[str, Any]]:
    """Each with what it is about, and whether it has its answer. Two queries."""
    talks = [row.conversation for row in rows]
    of, done = what_about.of_all(talks, now), answered.among(talks)
    return [
        {
            "row": row,
            "intent": intent_labels.intent(of[row.conversation.pk]),
            "look": intent_labels.look(of[row.conversation.pk]),
            "topic": intent_labels.topic(of[row.conversation.pk], row.conversation.last_reply),
            "answered": row.conversation.pk in done,
        }
        for row in rows
    ]


def _version(rows: str, counts: dict[str, int]) -> str:
    """Of the list and the numbers over it: a new reply may come to stand on another page."""
    return f"{rows}.{'.'.join(map(str, counts.values()))}"


def _count(number: int | None) -> str:
    if number is None:
        return ""
    return counting.told(number, counting.IN_A_TAB)


def _counts(person: User, now: datetime, wanted: Filters) -> dict[str, int]:
    counts = listing.counts(person, now, wanted)
    return {
        **counts,
        CHATTER: listing.small_talk(person, now, wanted),
        ASKS: listing.questions(person, now, wanted),
    }


def _asked(request: HttpRequest) -> Mapping[str, str]:
    """What the address says; after an act that was refused, what its form says it said."""
    if request.method == "POST":
        return dict(parse_qsl(request.POST.get("place", "")))
    return request.GET


def _tab(asked: Mapping[str, str]) -> str:
    """The tab of the link; else all that is open, whoever has it: distress stands on top."""
    tab = asked.get("tab", "")
    return tab if tab in listing.TABS else listing.ALL
