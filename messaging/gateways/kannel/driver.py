"""Kannel: one text per request to its smsbox, which splits long ones and speaks to the centres.

Settings: url (of the smsbox), connections (8), from (the sender, unless its configuration has one),
webhook_url (ours, as the smsbox reaches it; without it there are no delivery reports). Credentials:
user:password of its sendsms-user. Set-up: docs/gateways.md.
"""

from __future__ import annotations

import re
import ssl
import threading
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from messaging.gateways import options
from messaging.gateways.base import (
    Capabilities,
    Driver,
    Outcome,
    Outgoing,
    Result,
    TooLate,
)
from messaging.gateways.http import sign_in
from messaging.gateways.http.connection import Connection
from messaging.gateways.http.response import HttpResponse
from messaging.gateways.kannel.token import token_for
from messaging.gateways.permit import Clock
from messaging.models import Gateway

SENDSMS = "/cgi-bin/sendsms"
MOST_CONNECTIONS = 64
ANSWER_BYTES = 16 * 1024
PING_SECONDS = 5.0
ALL_REPORTS = 31
"""Every report, so that "accepted by the centre" moves an unknown message too."""

OK, ACCEPTED, BAD_REQUEST, UNAVAILABLE = 200, 202, 400, 503
# Of what a 400 can say, this alone is about the one number; the rest is about our configuration.
_THIS_NUMBER = re.compile(rb"denied by white- and/or black-lists|receiver number")
SENDER = re.compile(r"\+?[A-Za-z0-9]{1,20}", re.ASCII)


class KannelDriver(Driver):
    """The smsbox answers when the bearerbox has the text: "accepted" is Kannel's word for having
    stored it, and what becomes of it then is in its delivery reports."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        code: str,
        target: options.Target,
        sender: str,
        webhook_url: str,
        credentials_ref: str,
        timeout_seconds: float,
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._code = code
        self._target = target
        self._sender = sender
        self._webhook_url = webhook_url
        self._credentials_ref = credentials_ref
        self._timeout = timeout_seconds
        self._tls = ssl.create_default_context() if target.secure else None
        self._mine = threading.local()

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> KannelDriver:
        """Raises options.BadSettings."""
        settings: Mapping[str, Any] = gateway.settings
        webhook_url = _webhook_url(settings, gateway.code)
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=1,
                rate_per_second=gateway.rate_per_second,
                connections=options.number(
                    settings, "connections", least=1, most=MOST_CONNECTIONS, default=8
                ),
                receipts=bool(webhook_url),
                query=False,
                content_classes=frozenset(gateway.content_classes),
                ping=True,
            ),
            code=gateway.code,
            target=options.target(settings),
            sender=_sender(settings),
            webhook_url=webhook_url,
            credentials_ref=gateway.credentials_ref,
            timeout_seconds=gateway.timeout_seconds,
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        [out] = call
        response = self._get(urlencode(self._question(out)), timeout_seconds=self._timeout)
        result, code = _meaning(response)
        return [Outcome(out.message_id, result, code)]

    def ping(self) -> bool:
        """Asked without credentials it forbids; that it answers is what counts."""
        response = self._get("", timeout_seconds=min(self._timeout, PING_SECONDS))
        return response.status < UNAVAILABLE

    def _question(self, out: Outgoing) -> dict[str, str | int]:
        user, password = sign_in.pair(self._credentials_ref)
        asked: dict[str, str | int] = {
            "username": user,
            "password": password,
            "to": out.address,
            "text": out.text,
            "coding": 2,
            "charset": "utf-8",
            "validity": self._minutes_left(out),
        }
        if self._sender:
            asked["from"] = self._sender
        if self._webhook_url:
            token = token_for(self._code, out.message_id)
            asked["dlr-mask"] = ALL_REPORTS
            asked["dlr-url"] = f"{self._webhook_url}?m={out.message_id}&t={token}&d=%d&a=%A&i=%F"
        return asked

    def _minutes_left(self, out: Outgoing) -> int:
        """Rounded down, so that no centre tries after the window; less than one: not sent."""
        minutes = int((out.not_after - self.clock.now()).total_seconds() // 60)
        if minutes < 1:
            raise TooLate("permit_ended")
        return minutes

    def _get(self, query: str, *, timeout_seconds: float) -> HttpResponse:
        request = (
            f"GET {self._target.path}{SENDSMS}?{query} HTTP/1.1\r\n"
            f"Host: {self._target.host_header}\r\nUser-Agent: huancui\r\n\r\n"
        )
        return self._connection().exchange(
            request.encode("ascii"),
            method="GET",
            timeout_seconds=timeout_seconds,
            most_bytes=ANSWER_BYTES,
        )

    def _connection(self) -> Connection:
        """This thread's own."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._mine.connection = Connection(self._target, self._tls)
        return mine


def _meaning(response: HttpResponse) -> tuple[Result, str]:
    """202: "0: Accepted for delivery", "3: Queued for later delivery". 503: the bearerbox cannot
    take it now. 4xx: the smsbox would not even ask it."""
    if response.status == ACCEPTED:
        return Result.ACCEPTED, ""
    code = f"http_{response.status}"
    if response.status == BAD_REQUEST and _THIS_NUMBER.search(response.body):
        return Result.REFUSED, code
    if 400 <= response.status < 500 or response.status == UNAVAILABLE:
        return Result.RETRY, code
    return Result.UNKNOWN, code


def _webhook_url(settings: Mapping[str, Any], code: str) -> str:
    if not settings.get("webhook_url"):
        return ""
    options.address(settings, "webhook_url")
    return f"{str(settings['webhook_url']).rstrip('/')}/gateways/{code}/receipts/"


def _sender(settings: Mapping[str, Any]) -> str:
    said = settings.get("from", "")
    if said and not (isinstance(said, str) and SENDER.fullmatch(said)):
        raise options.BadSettings(_("“from” must be a number or a name of letters and digits."))
    return str(said)
