"""What every request passes: customers' hosts serve customers only, and the database is told who
is acting, so that its audit triggers can record it."""

import logging
from collections.abc import Callable, Iterator
from typing import Any, cast

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.utils.cache import add_never_cache_headers
from psycopg2.errors import QueryCanceled

from accounts.access.lenders import OWN
from accounts.audit.trail import acting
from config.http import errors, hosts, policies

log = logging.getLogger(__name__)

LARGEST_ID = 2**63 - 1


class Policies:
    """The headers that tell browsers what no page of ours does, and to keep none of them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", policies.PERMISSIONS)
        if not request.path_info.startswith(settings.STATIC_URL):
            add_never_cache_headers(response)
        if request.path_info.startswith(policies.STAFF):
            response._csp_update = policies.OF_STAFF  # type: ignore[attr-defined]  # noqa: SLF001
        return response


class CustomersHosts:
    """On a host for customers there is nothing of staff, no webhook, and no other lender's page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not hosts.serves_staff(hosts.host_of(request)):
            request.urlconf = "config.http.customer_urls"
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


class Bounds:
    """What no page has to look after itself: a number no row can have names no page, no text of
    PostgreSQL holds a NUL, addresses are UTF-8 whatever a body says of itself, and a page whose
    query takes too long says so."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path_info or "%00" in request.META.get("QUERY_STRING", ""):
            raise BadRequest("a NUL in the address")
        if (
            request.encoding is not None
        ):  # a body in GBK would have the address read, and written, so
            request.encoding = "utf-8"
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Any, _args: Any, kwargs: dict[str, Any]
    ) -> None:
        if any(isinstance(value, int) and value > LARGEST_ID for value in kwargs.values()):
            raise Http404

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, OperationalError) and isinstance(
            exception.__cause__, QueryCanceled
        ):
            log.error("stopped by statement_timeout: %s", request.path)
            return errors.too_slow(request)
        return None


class ActingStaff:
    """Every request of a signed-in person runs in their name, among their lenders' people."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if not user.is_authenticated:
            return self.get_response(request)
        with acting(user=user, source="web", lenders=OWN):
            response = self.get_response(request)
        if isinstance(response, StreamingHttpResponse):  # its rows are read after this
            rows = cast(Iterator[bytes], response.streaming_content)
            response.streaming_content = _still_acting(rows, user=user)
        return response


def _still_acting(rows: Iterator[bytes], *, user: Any) -> Iterator[bytes]:
    with acting(user=user, source="web", lenders=OWN):
        yield from rows
