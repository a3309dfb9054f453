"""The bar above the inbox: an act on those chosen there. It is the same act as on any list
(accounts.lists.bulk); what is done at once comes back here, all else is told on the act's page."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.lists.many import to
from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.lists.bulk import jobs
from accounts.lists.bulk.acts import ACTS
from accounts.models import BulkJob, BulkRow, User
from config import clock
from feedback.inbox import listing
from feedback.inbox.filters import Filters

ACT_OF = {
    "take": "conversations_take",
    "give": "conversations_hand_over",
    "resolve": "conversations_resolve",
    "chatter": "conversations_resolve",
    "answer": "conversations_answer",
}


@needs("feedback.change_conversation")
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Take, hand over or resolve those chosen, or resolve all small talk."""
    by, now, what = staff(request), clock.now(), request.POST.get("what", "")
    try:
        if what not in ACT_OF:
            raise Refused(_("Choose what is to be done."))
        said = {"to": _colleague(request).pk} if what == "give" else {}
        act = ACTS[ACT_OF[what]]
        if what == "chatter":
            rows = listing.all_small_talk(by, now, Filters.read(place_of(request)))
            job = jobs.ask(rows, act, by=by, now=now)
        else:
            job = jobs.ask_as_seen(_seen(request), act, by=by, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return back(request)
    if act.check is not None:  # looked at before it begins
        return to(job)
    jobs.begin(job, said, by=by)
    jobs.carry_on(job, by=by, now=now)
    job.refresh_from_db()
    if job.state != BulkJob.State.DONE or job.rows.exclude(state=BulkRow.State.DONE).exists():
        return to(job)
    messages.success(request, _DONE[what](job.total) % {"n": job.total})
    return back(request, done=str(job.pk) if act.undo else "")


def place_of(request: HttpRequest) -> dict[str, str]:
    """Where in the inbox somebody was: the tab and what it was filtered by."""
    asked = dict(parse_qsl(request.POST.get("place", "")))
    tab = asked.get("tab", "")
    return {**({"tab": tab} if tab in listing.TABS else {}), **Filters.read(asked).query()}


def back(request: HttpRequest, *, done: str = "") -> HttpResponse:
    """To where somebody was in the list."""
    query = {**place_of(request), **({"done": done} if done else {})}
    page = reverse("admin:inbox")
    return HttpResponseRedirect(f"{page}?{urlencode(query)}" if query else page)


def _seen(request: HttpRequest) -> list[tuple[int, int | None]]:
    """Conversations with the newest reply the page showed of each."""
    found = (each.partition(".") for each in request.POST.getlist("one"))
    ids = ((row_id(one), row_id(reply)) for one, _dot, reply in found)
    return list({one: reply for one, reply in ids if one and reply}.items())


def _colleague(request: HttpRequest) -> User:
    person = User.objects.filter(pk=row_id(request.POST.get("to")) or 0).first()
    if person is None:
        raise Refused(_("Choose a colleague."))
    return person


def _taken(n: int) -> str:
    return ngettext("%(n)s conversation is yours now.", "%(n)s conversations are yours now.", n)


def _given(n: int) -> str:
    return ngettext("%(n)s conversation handed over.", "%(n)s conversations handed over.", n)


def _resolved(n: int) -> str:
    return ngettext("%(n)s conversation resolved.", "%(n)s conversations resolved.", n)


_DONE: dict[str, Callable[[int], str]] = {
    "take": _taken,
    "give": _given,
    "resolve": _resolved,
    "chatter": _resolved,
}
