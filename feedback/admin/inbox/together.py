"""Many conversations in one act: what came of it is said, what was left says why."""

from __future__ import annotations

from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import User
from config import clock
from feedback.inbox import in_bulk, listing
from feedback.inbox.filters import Filters
from feedback.inbox.in_bulk import Outcome

TOLD = 10
"""So many of those that were left are named one by one."""


@needs("feedback.change_conversation")
@require_POST
def together(request: HttpRequest) -> HttpResponse:
    """Take, hand over or resolve those chosen, resolve all small talk, or undo that."""
    by, now, what = staff(request), clock.now(), request.POST.get("what", "")
    seen = _seen(request)
    try:
        if what == "chatter":
            outcome = in_bulk.resolve_chatter(by=by, now=now, within=_wanted(request))
        elif what == "undo":
            outcome = in_bulk.reopen(request.POST.get("key", ""), by=by, now=now)
        elif not seen:
            raise Refused(_("Choose conversations first."))
        elif what == "resolve":
            outcome = in_bulk.resolve(seen, by=by, now=now)
        else:
            to = by if what == "take" else _colleague(request)
            outcome = in_bulk.give(seen, to=to, by=by, now=now)
    except Refused as refused:
        messages.error(request, str(refused))
        return back(request)
    _say(request, outcome, what)
    return back(request, done=outcome.key)


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


def _wanted(request: HttpRequest) -> Filters:
    return Filters.read(place_of(request))


def _seen(request: HttpRequest) -> dict[int, int]:
    """Conversation → the newest reply the page showed of it."""
    found = (each.partition(".") for each in request.POST.getlist("one"))
    ids = ((row_id(one), row_id(reply)) for one, _dot, reply in found)
    return {one: reply for one, reply in ids if one and reply}


def _colleague(request: HttpRequest) -> User:
    person = User.objects.filter(pk=row_id(request.POST.get("to")) or 0).first()
    if person is None:
        raise Refused(_("Choose a colleague."))
    return person


def _say(request: HttpRequest, outcome: Outcome, what: str) -> None:
    if what == "undo":
        said = ngettext(
            "%(n)s conversation is open again.", "%(n)s conversations are open again.", outcome.done
        )
    elif what in ("resolve", "chatter"):
        said = ngettext(
            "%(n)s conversation resolved.", "%(n)s conversations resolved.", outcome.done
        )
    elif what == "take":
        said = ngettext(
            "%(n)s conversation is yours now.", "%(n)s conversations are yours now.", outcome.done
        )
    else:
        said = ngettext(
            "%(n)s conversation handed over.", "%(n)s conversations handed over.", outcome.done
        )
    messages.success(request, said % {"n": outcome.done})
    now = clock.now()
    for each, why in outcome.left[:TOLD]:
        row = listing.row(each, now)
        who = " ".join(filter(None, [row.name or _("Unknown number"), row.number]))
        messages.warning(request, _("Left as it was: %(who)s. %(why)s") % {"who": who, "why": why})
    if len(outcome.left) > TOLD:
        more = len(outcome.left) - TOLD
        messages.warning(
            request,
            ngettext("%(n)s more was left as it was.", "%(n)s more were left as they were.", more)
            % {"n": more},
        )
    if outcome.more:
        messages.warning(request, _("There are more than are done at once: do it again."))
