"""What stands between signing in and every staff page: a session that has not ended, and a password
of one's own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import StaffSession, User
from accounts.people.passwords import must_change
from accounts.signin import sessions
from config import clock

STAFF = "admin"
ALWAYS_OPEN = frozenset({"login", "logout", "password_change", "jsi18n"})
POLLS = frozenset(
    {
        *("alarm_banner", "conversation_thread", "gateway_now", "handset_texts", "import_state"),
        *("inbox_list", "run_progress", "run_tranches", "stop_now"),
    }
)
"""Pages that fetch themselves again and again, whether anybody looks or not."""


class Gate:
    """Middleware. A request of a session that has ended is nobody's; one that a page makes by
    itself keeps no session alive; whose password somebody else set changes it first."""

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
        if match.url_name not in POLLS:
            sessions.seen(session, clock.machine())
        person = request.user
        if match.url_name in ALWAYS_OPEN or not isinstance(person, User):
            return None
        if must_change(person):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return None


def session_of(request: HttpRequest) -> StaffSession | None:
    """Of whoever is signed in."""
    return getattr(request, "staff_session", None)


def _session_of(request: HttpRequest) -> StaffSession | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    session = sessions.standing(request, clock.machine())
    if session is None:
        logout(request)
    return session
