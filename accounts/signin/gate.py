"""What stands between signing in and every staff page: a session that has not ended, a password of
one's own, and a second factor where the role asks for one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import StaffSession, User
from accounts.signin import factors, sessions
from accounts.signin.passwords import must_change
from config import clock

STAFF = "admin"
ALWAYS_OPEN = frozenset(
    {
        *("login", "oidc_begin", "oidc_return", "second_step", "second_step_ask"),
        *("logout", "password_change", "jsi18n"),
    }
)
TO_ADD = frozenset(
    {"factor_add", "factor_app", "factor_passkey", "factor_passkey_ask", "recovery_codes"}
)
"""Open to whoever needs a second factor and has none."""

POLLS = frozenset(
    {
        *("alarm_banner", "conversation_thread", "gateway_now", "handset_texts", "import_state"),
        *("handset_own_texts", "phone_sends", "inbox_list"),
        *("run_progress", "run_tranches", "sealed_chain_state"),
        *("stop_now", "watched_banner", "report_state", "rehearsal_state"),
        *("policy_what_if_state", "strategy_what_if_state", "wording_list_what_if_state"),
    }
)
"""Pages that fetch themselves again and again, whether anybody looks or not."""
BY_ITSELF = "X-By-Itself"
"""Sent by a part of a page that fetches the page it stands in."""


class Gate:
    """Middleware. A request of a session that has ended is nobody's; one that a page makes by
    itself keeps no session alive; whose password somebody else set changes it first, and whose
    role asks for a second factor adds one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        session = _session_of(request)
        request.staff_session = session  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        session, match = session_of(request), request.resolver_match
        if session is None or match is None or match.app_name != STAFF:
            return None
        if match.url_name not in POLLS and BY_ITSELF not in request.headers:
            sessions.seen(session, clock.machine())
        person = request.user
        if match.url_name in ALWAYS_OPEN or not isinstance(person, User):
            return None
        if must_change(person):
            return HttpResponseRedirect(reverse("admin:password_change"))
        if match.url_name not in TO_ADD and _needs_factor(request, person):
            return HttpResponseRedirect(reverse("admin:factor_add"))
        return None


def session_of(request: HttpRequest) -> StaffSession | None:
    """Of whoever is signed in."""
    return getattr(request, "staff_session", None)


def _session_of(request: HttpRequest) -> StaffSession | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    session = sessions.current(request, clock.machine())
    if session is None:
        logout(request)
    return session


def _needs_factor(request: HttpRequest, person: User) -> bool:
    if not settings.SECOND_FACTOR_ROLES or request.session.get(factors.SEEN):
        return False
    if factors.needs_one(person):
        return True
    request.session[factors.SEEN] = True
    return False
