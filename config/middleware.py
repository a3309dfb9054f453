"""Tells the database who is acting, so that its audit triggers can record it."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from accounts.audit import acting

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class ActingStaff:
    """Every request that can change something runs in the name of the signed-in person."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if request.method in SAFE_METHODS or not user.is_authenticated:
            return self.get_response(request)
        with acting(user=user, source="web"):
            return self.get_response(request)
