"""A person's own login: where it is signed in, and what was tried with it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.models import StaffSession
from accounts.signin import attempts, factors, recovery, sessions
from accounts.signin.gate import session_of
from config import clock

SHOWN = 20


@needs()
def my_login(request: HttpRequest) -> HttpResponse:
    """One query each for what was tried, the sessions, the second factors and the codes."""
    person = staff(request)
    return render(
        request,
        "accounts/my_login.html",
        title=_("My login"),
        attempts=list(attempts.lately(person)[:SHOWN]),
        sessions=list(sessions.open_of(person, clock.machine())),
        here=session_of(request),
        factors=list(factors.of(person)),
        codes_left=recovery.left(person),
    )


@needs()
def here(request: HttpRequest) -> HttpResponse:
    """Nothing but that somebody is typing: see static/staff.js."""
    return HttpResponse(status=204)


def _session(session_id: int) -> StaffSession:
    return get_object_or_404(StaffSession.objects.select_related("user"), pk=session_id)


def _to_login(_session: StaffSession) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:my_login"))


@action(find=_session, to=_to_login)
def session_end(request: HttpRequest, session: StaffSession) -> str | HttpResponse:
    """One's own, or by an administrator another's; then back to the page it was ended on."""
    by = staff(request)
    own = session.user_id == by.pk
    if not own and not by.has_perm(sessions.MAY_END):
        raise Http404
    sessions.end(session, by=by, now=clock.machine())
    said = _("The session has ended: %(person)s, %(device)s.") % {
        "person": session.user,
        "device": session.device or session.network,
    }
    return said if own else _back_to_person(request, session, said)


def _back_to_person(request: HttpRequest, session: StaffSession, said: str) -> HttpResponse:
    messages.success(request, said)
    return HttpResponseRedirect(reverse("admin:accounts_user_change", args=[session.user_id]))


@needs()
@require_POST
def sessions_end(request: HttpRequest) -> HttpResponse:
    """All of one's own but this."""
    person, session = staff(request), session_of(request)
    ended = sessions.end_others(
        person,
        but=session.pk if session else None,
        how=sessions.How.SELF,
        by=person,
        now=clock.machine(),
    )
    said = ngettext("%(n)d session has ended.", "%(n)d sessions have ended.", ended)
    messages.success(request, said % {"n": ended})
    return HttpResponseRedirect(reverse("admin:my_login"))
