"""The doors: where gateways bring receipts and customers' answers.

Public, without session or CSRF; every call must prove itself as its gateway's. It is stored as it
came, an opt-out in it is in force before the answer is given, and the rest is a task's.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from config import clock
from messaging.gateways.credentials import NoCredentials
from messaging.inbound import calls, doorkeeper
from messaging.inbound.shapes import Call, Kind

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
LONGEST_QUERY = 4096


class Turned(Exception):
    """A call that is not let in; `status` and why."""

    def __init__(self, status: int, why: str) -> None:
        super().__init__(why)
        self.status, self.why = status, why


@csrf_exempt
@never_cache
def receipts(request: HttpRequest, code: str) -> HttpResponse:
    """What became of messages."""
    return _answer(request, code, Kind.RECEIPTS)


@csrf_exempt
@never_cache
def replies(request: HttpRequest, code: str) -> HttpResponse:
    """What customers wrote back."""
    return _answer(request, code, Kind.REPLIES)


def _answer(request: HttpRequest, code: str, kind: Kind) -> HttpResponse:
    try:
        _take_in(request, code, kind)
    except Turned as turned:
        return JsonResponse({"error": turned.why}, status=turned.status)
    except DatabaseError as error:
        log.error("door of %s: %s", code, type(error).__name__)
        return JsonResponse({"error": "come again"}, status=503)
    # Nothing in the body: a gateway such as Kannel would send it to the customer.
    return HttpResponse(status=200, content_type="text/plain")


def _take_in(request: HttpRequest, code: str, kind: Kind) -> None:
    gateway = doorkeeper.find(code)
    if gateway is None:
        raise Turned(404, "no such gateway")
    door = doorkeeper.door_of(gateway)
    if request.method not in door.methods:
        raise Turned(405, f"call with {' or '.join(sorted(door.methods))}")
    call = _call(request)
    try:
        if not door.admits(call, gateway, kind):
            raise Turned(401, "not signed as this gateway signs")
    except NoCredentials as error:
        log.error("door of %s: %s", code, error)
        raise Turned(503, "come again") from None
    now = clock.now()
    stored = calls.store(
        gateway,
        kind,
        kept=door.kept(call, kind),
        content_type=call.header("content-type"),
        now=now,
    )
    if kind == Kind.REPLIES and not calls.stop_at_once(stored, now=now):
        raise Turned(503, "kept, and not yet done: come again")


def _call(request: HttpRequest) -> Call:
    return Call(
        method=request.method or "",
        query=_query(request),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=_body(request),
    )


def _query(request: HttpRequest) -> str:
    query = request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        raise Turned(414, "too long")
    return query


def _body(request: HttpRequest) -> bytes:
    if request.method == "GET":
        return b""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Turned(411, "say how long it is")
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not (said.isascii() and said.isdigit()):
        raise Turned(400, "say how long it is")
    if len(said) > 12 or int(said) > MOST_BYTES:
        raise Turned(413, f"at most {MOST_BYTES} bytes; split it")
    try:
        return request.body
    except UnreadablePostError:
        raise Turned(400, "cut off") from None
