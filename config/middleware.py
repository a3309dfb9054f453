"""What every request passes: customers' hosts serve customers only, and the database is told who
is acting, so that its audit triggers can record it."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse

from accounts.audit import acting
from config import hosts

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


class CustomersHosts:
    """On a host for customers there is nothing of staff, no webhook, and no other lender's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not hosts.serves_staff(hosts.host_of(request)):
            request.urlconf = "config.customer_urls"
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> None:
        """A host that is one lender's shows that lender's pages."""
        if not hasattr(request, "urlconf") or "lender" not in kwargs:
            return
        owner = hosts.lender_of(hosts.host_of(request))
        if owner is not None and kwargs["lender"] != owner:
            raise Http404


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
