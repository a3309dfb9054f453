"""The webhooks: where gateways bring receipts and customers' answers.

Public, without session or CSRF; every call must prove itself as its gateway's. It is stored as it
came, an opt-out in it is in force before the answer is given, and the rest is a task's.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from accounts.input.network import address_of, network_of
from config import clock
from messaging.gateways.credentials import NoCredentials
from messaging.gateways.webhooks import callers
from messaging.gateways.webhooks.base import (
    Greeting,
    Kind,
    OfDevices,
    Opening,
    Request,
    Webhook,
    refused,
)
from messaging.inbound.requests import store as request_store, work as requests
from messaging.inbound.web import limit
from messaging.inbound.web.limit import refusals
from messaging.inbound.webhooks import registry
from messaging.inbound.webhooks.registry import NoWebhook
from messaging.models import Gateway

log = logging.getLogger(__name__)

MOST_BYTES = 1024 * 1024
NOT_ITS = (
    "not this gateway's: wrong signature (v2: over method, path, time and body), password or token"
)
LONGEST_QUERY = 4096


class Rejected(Exception):
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


@csrf_exempt
@never_cache
def devices(request: HttpRequest, code: str, token: str = "") -> HttpResponse:
    """On which devices customers have the lender's app."""
    return _answer(request, code, token, Kind.DEVICES)


def _answer(request: HttpRequest, code: str, token: str, kind: Kind) -> HttpResponse:
    caller = network_of(request)
    if refusals.are_too_many(caller, code):
        return HttpResponse(
            refused("too many refused calls; come again in a minute"),
            status=429,
            content_type="application/json",
            headers={"Retry-After": str(limit.SECONDS)},
        )
    webhook: Webhook | None = None
    try:
        with acting(source="gateway", lenders=EVERYBODY):  # it does not know whose people these are
            gateway, webhook = registry.find(code)
            if not callers.admits(gateway.settings, address_of(request)):
                raise Rejected(403, "not from this address")
            if request.method == "GET" and isinstance(webhook, Greeting):
                return _greet(request, gateway, webhook, token)
            _take_in(request, gateway, webhook, token, kind)
    except NoWebhook:
        status, why = 404, "no such gateway"
    except Rejected as rejected:
        status, why = rejected.status, rejected.why
    except DatabaseError as error:
        log.error("webhook of %s: %s", code, type(error).__name__)
        status, why = 503, "come again"
    else:
        status, why = 200, ""
    if 400 <= status < 500:
        refusals.note(caller, code)
    body = webhook.says(why) if webhook else refused(why)
    return HttpResponse(
        body, status=status, content_type="application/json" if body else "text/plain"
    )


def _greet(request: HttpRequest, gateway: Gateway, webhook: Greeting, token: str) -> HttpResponse:
    try:
        answer = webhook.greeting(_call(request, token), gateway)
    except NoCredentials as error:
        log.error("webhook of %s: %s", gateway.code, error)
        raise Rejected(503, "come again") from None
    if answer is None:
        raise Rejected(401, NOT_ITS)
    return HttpResponse(answer, content_type="text/plain")


def _take_in(
    request: HttpRequest, gateway: Gateway, webhook: Webhook, token: str, kind: Kind
) -> None:
    if kind == Kind.DEVICES and not isinstance(webhook, OfDevices):
        raise Rejected(404, "this gateway tells of no devices")
    if request.method not in webhook.methods:
        raise Rejected(405, f"call with {' or '.join(sorted(webhook.methods))}")
    call = _call(request, token)
    try:
        if not webhook.admits(call, gateway, kind):
            raise Rejected(401, NOT_ITS)
        if isinstance(webhook, Opening):
            opened = webhook.opened(call, gateway)
            if opened is None:
                raise Rejected(401, NOT_ITS)
            call = opened
    except NoCredentials as error:
        log.error("webhook of %s: %s", gateway.code, error)
        raise Rejected(503, "come again") from None
    now = clock.now()
    stored = request_store.store(
        gateway,
        kind,
        seal=webhook.seal(call),
        kept=webhook.kept(call, kind),
        content_type=call.header("content-type"),
        now=now,
    )
    if kind == Kind.REPLIES and not requests.stop_at_once(stored, now=now):
        raise Rejected(503, "kept, and not yet done: come again")


def _call(request: HttpRequest, token: str) -> Request:
    query = _query(request)
    return Request(
        method=request.method or "",
        path=f"{request.path}?{query}" if query else request.path,
        query=query,
        headers={name.lower(): value for name, value in request.headers.items()},
        body=_body(request),
        token=token,
    )


def _query(request: HttpRequest) -> str:
    query = str(request.META.get("QUERY_STRING", ""))
    if len(query) > LONGEST_QUERY:
        raise Rejected(414, "too long")
    return query


def _body(request: HttpRequest) -> bytes:
    if request.method == "GET":
        return b""
    if request.META.get("HTTP_TRANSFER_ENCODING"):
        raise Rejected(411, "say how long it is")
    said = request.META.get("CONTENT_LENGTH") or "0"
    if not (said.isascii() and said.isdigit()):
        raise Rejected(400, "say how long it is")
    if len(said) > 12 or int(said) > MOST_BYTES:
        raise Rejected(413, f"at most {MOST_BYTES} bytes; split it")
    try:
        return request.body
    except UnreadablePostError:
        raise Rejected(400, "cut off") from None
