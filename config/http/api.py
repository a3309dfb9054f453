"""The API put together: the routers of the rooms, one reader of bodies, one way to refuse."""

from __future__ import annotations

import logging
from typing import Any

from django.core.exceptions import BadRequest, RequestDataTooBig
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse, UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationError
from ninja.parser import Parser
from psycopg2.errors import QueryCanceled

from accounts.api import field_errors, json_reading, problems
from accounts.api.problems import Problem
from accounts.api.routes import consents, customers, holds, intake
from accounts.api.shapes import ProblemOut
from accounts.errors import Refused
from feedback.api import calls
from messaging.api import contact, messages, webhooks

log = logging.getLogger(__name__)
DESCRIPTION = """\
What a lender's core system and Huancui say to each other. Every call shows a key as
`Authorization: Bearer hck_…`; it acts among the people of the key's lenders, and what is not theirs
is not there (404). Money is text with at most two decimals, a day `YYYY-MM-DD`, a moment has its
offset. A refusal is `application/problem+json` (RFC 9457): `type` for programs, `detail` for
people, in Chinese with `Accept-Language: zh`.
"""
REFUSALS = (400, 401, 403, 404, 405, 409, 413, 415, 422, 429, 500, 503)


class StrictParser(Parser):
    """Bodies are JSON with one reading only."""

    def parse_body(self, request: HttpRequest) -> Any:
        if request.content_type != "application/json":
            raise Problem("wrong-type", _("Send the body as application/json."))
        try:
            body = json_reading.read(request.body)
        except json_reading.Unreadable as why:
            raise Problem("unreadable", str(why)) from None
        if not isinstance(body, dict):
            raise Problem("invalid", _("The body is one object."))
        return body


class Api(NinjaAPI):
    """Its document says what every operation answers when it refuses."""

    def get_openapi_schema(self, *args: Any, **kwargs: Any) -> Any:
        schema = super().get_openapi_schema(*args, **kwargs)
        kept = schema["components"].setdefault("schemas", {})
        kept["Problem"] = ProblemOut.model_json_schema(ref_template="#/components/schemas/{model}")
        kept.update(kept["Problem"].pop("$defs", {}))
        refusal = {
            "description": "Refused: the thing, the reason, the way out",
            "content": {
                problems.CONTENT_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}
            },
        }
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"] |= {str(status): refusal for status in REFUSALS}
        schema["webhooks"] = webhooks.webhooks()
        return schema


api = Api(
    title="Huancui",
    version="1",
    description=DESCRIPTION,
    docs_url=None,
    parser=StrictParser(),
    urls_namespace="api",
)
for each in (customers, intake, holds, consents, contact, messages, calls):
    api.add_router("", each.router)


@api.exception_handler(Problem)
def _problem(request: HttpRequest, error: Problem) -> HttpResponse:
    return problems.response(error)


@api.exception_handler(Refused)
def _refused(request: HttpRequest, error: Refused) -> HttpResponse:
    return problems.response(Problem("refused", str(error)))


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
    """Where and what, never the value: it may be a name or a number."""
    errors = [
        {"pointer": _pointer(each["loc"]), "detail": field_errors.said(each)[:200]}
        for each in error.errors[:20]
    ]
    detail = _("What was sent does not have the form that is documented.")
    return problems.response(Problem("invalid", detail, errors=errors))


def _pointer(where: Any) -> str:
    """("body", "body", "amount") → "/amount"; of a query or path, its name."""
    parts = [str(part)[:60] for part in where]
    return "/" + "/".join(parts[2:]) if parts[:1] == ["body"] else parts[-1]


@api.exception_handler(Http404)
def _not_found(request: HttpRequest, _error: Http404) -> HttpResponse:
    return problems.response(Problem("not-found", _("There is nothing at this address.")))


@api.exception_handler(HttpError)
def _http_error(request: HttpRequest, error: HttpError) -> HttpResponse:
    cause = error.__context__
    if isinstance(cause, Problem):  # of our reader of bodies
        return problems.response(cause)
    if isinstance(cause, RequestDataTooBig):
        return problems.response(Problem("too-large", _("The body is too large.")))
    return problems.response(Problem("unreadable", _("The body cannot be read.")))


@api.exception_handler(Exception)
def _fault(request: HttpRequest, error: Exception) -> HttpResponse:
    if isinstance(error, OperationalError) and isinstance(error.__cause__, QueryCanceled):
        log.error("stopped by statement_timeout: an operation of the API")
        return problems.response(Problem("too-slow", _("Ask for less, or come again later.")))
    if isinstance(error, BadRequest | UnreadablePostError):
        return problems.response(Problem("unreadable", _("The request cannot be read.")))
    log.error("API: %s", type(error).__name__, exc_info=error)
    return problems.response(
        Problem("fault", _("Nothing was done. Tell the administrator when it happened."))
    )
