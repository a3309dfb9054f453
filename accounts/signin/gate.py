"""What stands between signing in and every staff page."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from accounts.models import User
from accounts.people.passwords import must_change

STAFF = "admin"
ALWAYS_OPEN = frozenset({"login", "logout", "password_change", "jsi18n"})


class Gate:
    """Middleware: whose password somebody else set changes it first."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        match, person = request.resolver_match, request.user
        if match is None or match.app_name != STAFF or match.url_name in ALWAYS_OPEN:
            return None
        if isinstance(person, User) and must_change(person):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return None
