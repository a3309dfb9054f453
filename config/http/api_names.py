"""Names in an address of the API that its operation does not know are refused: a filter that is
misspelt would otherwise be no filter, and answer with everything."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _, override

from accounts.api import gate, problems
from accounts.api.problems import Problem

_PART = re.compile(r"<(?:\w+:)?(\w+)>")
LONGEST = 60


class KnownNames:
    """Middleware, behind the gate: who has no key is told nothing of this."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        if not request.path_info.startswith(gate.ADDRESS):
            return None
        known = _names().get((_template(request), request.method or ""))
        unknown = [] if known is None else sorted(request.GET.keys() - known)
        if not unknown:
            return None
        with override(gate.language_of(request)):
            return problems.response(_problem(unknown))


def _problem(unknown: list[str]) -> Problem:
    detail = _("This address knows no such parameter.")
    errors = [{"pointer": name[:LONGEST], "detail": detail} for name in unknown[:20]]
    return Problem("invalid", _("A parameter of the address is not documented."), errors=errors)


def _template(request: HttpRequest) -> str:
    """As the document writes it: /api/v1/loans/{loan_no}."""
    match = request.resolver_match
    return "/" + _PART.sub(r"{\1}", match.route if match else "")


@cache
def _names() -> Mapping[tuple[str, str], frozenset[str]]:
    """By address and method, what the document says may stand in the query."""
    from config.http.api import api

    document = api.get_openapi_schema(path_prefix=gate.ADDRESS)
    return {
        (path, method.upper()): frozenset(
            each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"
        )
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }
