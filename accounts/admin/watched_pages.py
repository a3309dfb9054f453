"""What the auditor is told of: a list, what came of each, and a banner that refreshes itself."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render as render_part
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.forms import ReasonForm
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import searches, watching
from accounts.models import User, Watched
from config import clock

SEE, SETTLE = "accounts.view_watched", "accounts.change_watched"
SHOWN = 100
UNCHANGED = 204
OF_LOOKS = {Watched.Kind.REVEALS, Watched.Kind.REFUSED}


@needs(SEE)
def watched(request: HttpRequest) -> HttpResponse:
    """What nobody has looked at first, then the latest."""
    rows = Watched.objects.select_related("user", "seen_by").order_by(
        F("seen_at").desc(nulls_first=True), "-at", "-pk"
    )
    return render(
        request,
        "accounts/watched.html",
        title=_("For the auditor"),
        rows=[{"matter": row, "looks": _looks(row)} for row in rows[:SHOWN]],
        searches=searches.lately(clock.now()),
        form=ReasonForm(),
        may_settle=request.user.has_perm(SETTLE),
    )


def _looks(row: Watched) -> str:
    """The list of what the person looked at."""
    if row.user_id is None or row.kind not in OF_LOOKS:
        return ""
    query = urlencode({"user__id__exact": row.user_id})
    return f"{reverse('admin:accounts_reveal_changelist')}?{query}"


def _find(matter_id: int) -> Watched:
    return get_object_or_404(Watched, pk=matter_id)


def _back(_matter: Watched) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:watched"))


@action(SETTLE, find=_find, to=_back)
def watched_seen(request: HttpRequest, matter: Watched) -> str:
    said = valid(ReasonForm(request.POST))["reason"]
    watching.seen(matter, by=staff(request), said=said, now=clock.now())
    return _("Noted, with what came of it.")


def waiting(request: HttpRequest) -> dict[str, Any]:
    """For every page: how many the auditor has not looked at; asked only where it is shown."""
    user = getattr(request, "user", None)
    if not isinstance(user, User) or not user.has_perm(SEE):
        return {}
    return {"watched": SimpleLazyObject(watching.unseen)}


@needs(SEE)
def banner(request: HttpRequest) -> HttpResponse:
    """Only the banner, when it is not what the asker has already."""
    found = watching.unseen()
    if request.GET.get("seen") == str(found):
        return HttpResponse(status=UNCHANGED)
    return render_part(request, "staff/watched_banner.html", {"watched": found})
