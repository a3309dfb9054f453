"""What is done on a conversation. Each act is a POST, calls its service and comes back."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.timezone import localtime
from django.utils.translation import gettext as _, gettext_lazy

from accounts.admin.actions import action, valid
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import User
from config import clock
from feedback.admin.inbox.forms import (
    MomentForm,
    PromiseForm,
    TextForm,
    chosen_of,
    snooze_until,
    wait_until,
)
from feedback.admin.inbox.pages import chosen_version, get, shown, to
from feedback.admin.inbox.together import place_of
from feedback.inbox import actions, answering, assignment, checking, listing, merging
from feedback.inbox.filters import Filters
from feedback.models import Conversation
from messaging.content.chosen import NOTHING
from messaging.models import TemplateVersion

WORK = "feedback.change_conversation"
Act = Callable[..., str | HttpResponse | None]


def act(step: Act) -> Callable[..., HttpResponse]:
    """A step on one conversation, as far as the page showed it. Where it is refused, the page
    comes back with what was chosen and typed."""

    @wraps(step)
    def on_what_was_seen(request: HttpRequest, found: Conversation, **address: Any) -> Any:
        try:
            said = step(request, as_seen(request, found), **address)
        except Refused as refused:
            messages.error(request, str(refused))
            return shown(request, get(found.pk), act=address.get("what", step.__name__))
        if isinstance(said, HttpResponse):
            return said
        if said:
            messages.success(request, said)
        return to(found, **place_of(request))

    return action(WORK, find=get, to=to)(on_what_was_seen)


def as_seen(request: HttpRequest, found: Conversation) -> Conversation:
    """The conversation as far as the page showed it: what came since, nobody has read."""
    found.last_reply_id = min(found.last_reply_id, row_id(request.POST.get("seen")) or 0)
    return found


@act
def take(request: HttpRequest, found: Conversation) -> str | None:
    assignment.take(found, by=staff(request), now=clock.now())
    return None


@act
def hand_over(request: HttpRequest, found: Conversation) -> str:
    person = User.objects.filter(pk=row_id(request.POST.get("to")) or 0).first()
    if person is None:
        raise Refused(_("Choose a colleague."))
    summary = request.POST.get("text", "")
    assignment.hand_over(found, to=person, by=staff(request), now=clock.now(), summary=summary)
    return _("Handed over to %(person)s.") % {"person": person}


@act
def snooze(request: HttpRequest, found: Conversation) -> str:
    now, form = clock.now(), MomentForm(request.POST)
    until = form.cleaned_data["at"] if form.is_valid() else None
    if until is None:
        try:
            until = snooze_until(request.POST.get("for", ""), now)
        except KeyError:
            raise Refused(_("Choose until when.")) from None
    assignment.snooze(found, until=until, by=staff(request), now=now)
    return _("Back in the queue at %(time)s.") % {
        "time": date_format(localtime(until), "DATETIME_FORMAT")
    }


@act
def wait(request: HttpRequest, found: Conversation) -> str:
    """The customer was asked something."""
    now = clock.now()
    try:
        until = wait_until(request.POST.get("for", ""), now)
    except KeyError:
        raise Refused(_("Choose until when.")) from None
    assignment.wait_for_customer(found, until=until, by=staff(request), now=now)
    return _("The clock stands still until the customer writes, at the latest until %(time)s.") % {
        "time": date_format(localtime(until), "DATETIME_FORMAT")
    }


@act
def read(request: HttpRequest, found: Conversation) -> str:
    assignment.mark_read(found, by=staff(request), now=clock.now())
    return _("Read. This reply holds no reminder any more.")


@act
def wake(request: HttpRequest, found: Conversation) -> str | None:
    assignment.wake(found, by=staff(request), now=clock.now())
    return None


@act
def note(request: HttpRequest, found: Conversation) -> str | None:
    assignment.add_note(found, text=_text(request), by=staff(request), now=clock.now())
    return None


@act
def verify(request: HttpRequest, found: Conversation) -> str:
    assignment.verify(found, how=_text(request), by=staff(request), now=clock.now())
    return _("The debt is shown again. The number stays stopped until that is lifted.")


@act
def answer(request: HttpRequest, found: Conversation) -> str | HttpResponse:
    """What was filled in is read as it would be sent before it is: `read` is what was shown."""
    version = get_object_or_404(
        TemplateVersion.objects.select_related("template"), pk=chosen_version(request)
    )
    now, chosen = clock.now(), chosen_of(request.POST, version.body)
    if request.POST.get("look"):
        return shown(request, get(found.pk), act="answer")
    if chosen.mark != request.POST.get("read", NOTHING.mark):
        messages.warning(request, _("You changed it: read it as it is now, then send."))
        return shown(request, get(found.pk), act="answer")
    answering.answer(found, version=version, by=staff(request), now=now, chosen=chosen)
    if request.POST.get("wait"):
        until = wait_until("3d", now)
        assignment.wait_for_customer(found, until=until, by=staff(request), now=now)
    return _("Queued. It leaves as soon as the policy allows.")


@act
def tick(request: HttpRequest, found: Conversation) -> None:
    """A step of the checklist is done, or is not after all."""
    key, done = request.POST.get("step", ""), bool(request.POST.get("done"))
    checking.tick(found, key=key, done=done, by=staff(request), now=clock.now())


@act
def merge(request: HttpRequest, found: Conversation) -> str:
    other = get(row_id(request.POST.get("other")) or 0)
    reason = request.POST.get("reason", "")
    merging.merge(found, other=other, by=staff(request), reason=reason, now=clock.now())
    return _("Merged: what both numbers write is worked on here.")


@act
def take_apart(request: HttpRequest, found: Conversation) -> str:
    other = get(row_id(request.POST.get("other")) or 0)
    reason = request.POST.get("reason", "")
    merging.take_apart(found, other=other, by=staff(request), reason=reason, now=clock.now())
    return _("Taken apart: each is worked on by itself again.")


@act
def resolve(request: HttpRequest, found: Conversation) -> HttpResponse:
    """Resolve, and on to the next; with a way back."""
    person, now = staff(request), clock.now()
    reason = request.POST.get("reason", "")
    checking.resolve(found, by=person, now=now, reason=reason)
    place = place_of(request)
    following = listing.next_after(found, by=person, now=now, wanted=Filters.read(place))
    if following is not None:
        return to(following, **place, undo=found.pk)
    query = urlencode({**place, "undo": str(found.pk)})
    return HttpResponseRedirect(f"{reverse('admin:inbox')}?{query}")


@act
def reopen(request: HttpRequest, found: Conversation) -> str | None:
    assignment.reopen(found, by=staff(request), now=clock.now())
    return None


def _opt_out(request: HttpRequest, found: Conversation) -> str:
    actions.opt_out(found, by=staff(request), now=clock.now())
    return _("Nothing more is sent to this number.")


def _wrong_person(request: HttpRequest, found: Conversation) -> str:
    actions.mark_wrong_person(found, by=staff(request), now=clock.now())
    return _("The number is stopped for every customer, and the debt is hidden here.")


def _dispute(request: HttpRequest, found: Conversation) -> str:
    actions.dispute(found, by=staff(request), now=clock.now())
    return _("Nothing is sent to this customer while the hold lasts.")


def _complaint(request: HttpRequest, found: Conversation) -> str:
    complaint = actions.complain(found, by=staff(request), now=clock.now())
    return _("Complaint %(number)s is logged; messages are held.") % {"number": complaint.number}


def _bereavement(request: HttpRequest, found: Conversation) -> str:
    actions.bereave(found, by=staff(request), now=clock.now())
    return _("Noted as bereavement: no reminder and no call for a while.")


def _reading(request: HttpRequest, found: Conversation) -> str:
    intent = request.POST.get("intent", "")
    actions.read_as(found, intent=intent, by=staff(request), now=clock.now())
    return _("Corrected. What the first reading has done already stays until it is undone.")


def _hardship(request: HttpRequest, found: Conversation) -> str:
    actions.open_hardship(found, by=staff(request), now=clock.now())
    return _("A hardship case is open; messages are held.")


def _promise(request: HttpRequest, found: Conversation) -> str:
    now = clock.now()
    form = PromiseForm(request.POST, customer_id=found.customer_id, now=now)
    if not form.is_valid():
        raise Refused(_("Say which loan, how much and by when."))
    actions.take_promise(found, **form.cleaned_data, by=staff(request), now=now)
    return _("The promise is taken: no reminder until its day is over.")


def _cause(request: HttpRequest, found: Conversation) -> str:
    cause = request.POST.get("cause", "")
    actions.set_cause(found, cause=cause, by=staff(request), now=clock.now())
    return _("The strategy chooses its texts by this cause from the next run on.")


def _call_back(request: HttpRequest, found: Conversation) -> str:
    form = MomentForm(request.POST)
    when = form.cleaned_data["at"] if form.is_valid() else None
    actions.call_back(found, by=staff(request), now=clock.now(), not_before=when)
    return _("On the call list.")


ONE_CLICK: dict[str, tuple[str, Act]] = {
    "promise": ("feedback.make_promise", _promise),
    "complaint": ("feedback.add_complaint", _complaint),
    "hardship": ("feedback.add_hardshipcase", _hardship),
    "dispute": ("accounts.add_hold", _dispute),
    "bereavement": ("accounts.add_hold", _bereavement),
    "reading": (WORK, _reading),
    "wrong-person": ("messaging.add_suppression", _wrong_person),
    "opt-out": ("messaging.add_suppression", _opt_out),
    "cause": (WORK, _cause),
    "call-back": (WORK, _call_back),
}


SURE = {
    "wrong-person": gettext_lazy("Is this somebody else's number?"),
    "opt-out": gettext_lazy("Send no more texts to this number?"),
}
"""Acts that are not undone with a click are asked about first."""


@needs(WORK)
def sure(request: HttpRequest, conversation_id: int, what: str) -> HttpResponse:
    """What the act would do, before it is done."""
    if what not in SURE:
        raise Http404
    if not staff(request).has_perm(ONE_CLICK[what][0]):
        raise PermissionDenied
    found = get(conversation_id)
    reach = actions.reach(found, wrong_person=what == "wrong-person")
    row = listing.row(found, clock.now())
    return render(
        request,
        "feedback/conversation_sure.html",
        title=SURE[what],
        conversation=found,
        what=what,
        name=row.name,
        number=row.number,
        people=reach.people,
        texts=reach.texts,
        seen=row_id(request.GET.get("seen")) or 0,
    )


def _once(request: HttpRequest, found: Conversation, *, what: str) -> str | HttpResponse | None:
    if what not in ONE_CLICK:
        raise Http404
    permission, view = ONE_CLICK[what]
    if not staff(request).has_perm(permission):
        raise PermissionDenied
    return view(request, found)


one_click = act(_once)


def _text(request: HttpRequest) -> str:
    return str(valid(TextForm(request.POST))["text"])
