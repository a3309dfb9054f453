"""The doors: where gateways bring receipts and customers' answers.

Public, without session or CSRF; every call must prove itself as its gateway's. It is stored as it
came, an opt-out in it is in force before the answer is given, and the rest is a task's.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from config import clock
from messaging.gateways.credentials import NoCredentials
from messaging.inbound.requests import store as call_store, work as calls
from messaging.inbound.webhooks import registry as doorkeeper
from messaging.inbound.webhooks.base import Call, Door, Kind, refused
from messaging.inbound.webhooks.registry import NoDoor
from messaging.models import Gateway

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
def receipts(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """What became of messages."""
    return _answer(request, code, token, Kind.RECEIPTS)


@csrf_exempt
@never_cache
def replies(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """What customers wrote back."""
    return _answer(request, code, token, Kind.REPLIES)


def _answer(request: HttpRequest, code: str, token: str, kind: Kind) -> HttpResponse:
    door: Door | None = None
    try:
        gateway, door = doorkeeper.find(code)
        _take_in(request, gateway, door, token, kind)
    except NoDoor:
        status, why = 404, "no such gateway"
    except Turned as turned:
        status, why = turned.status, turned.why
    except DatabaseError as error:
        log.error("door of %s: %s", code, type(error).__name__)
        status, why = 503, "come again"
    else:
        status, why = 200, ""
    body = door.says(why) if door else refused(why)
    return HttpResponse(
        body, status=status, content_type="application/json" if body else "text/plain"
    )


def _take_in(request: HttpRequest, gateway: Gateway, door: Door, token: str, kind: Kind) -> None:
    if request.method not in door.methods:
        raise Turned(405, f"call with {' or '.join(sorted(door.methods))}")
    call = _call(request, token)
    try:
        if not door.admits(call, gateway, kind):
            raise Turned(401, "not this gateway's: wrong signature, password or token")
    except NoCredentials as error:
        log.error("door of %s: %s", gateway.code, error)
        raise Turned(503, "come again") from None
    now = clock.now()
    stored = call_store.store(
        gateway,
        kind,
        kept=door.kept(call, kind),
        content_type=call.header("content-type"),
        now=now,
    )
    if kind == Kind.REPLIES and not calls.stop_at_once(stored, now=now):
        raise Turned(503, "kept, and not yet done: come again")


def _call(request: HttpRequest, token: str) -> Call:
    return Call(
        method=request.method or "",
        query=_query(request),
        headers={name.lower(): value for name, value in request.headers.items()},
        body=_body(request),
        token=token,
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
