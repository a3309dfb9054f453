"""Batch HTTP: up to `call_size` messages in one signed JSON request (docs/gateways.md).

A gateway of this kind takes a repeated id for the same message, and says of every message whether
it was accepted, refused for good, or may come again. What it does not say is unknown.
"""

from __future__ import annotations

import json
import ssl
import threading
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

from messaging.gateways import options
from messaging.gateways.base import Capabilities, Driver, Outcome, Outgoing, Result
from messaging.gateways.batch import responses, signing
from messaging.gateways.http import sign_in
from messaging.gateways.http.connection import Connection
from messaging.gateways.http.response import HttpResponse
from messaging.gateways.permit import Clock
from messaging.gateways.webhooks import shapes as shapes
from messaging.models import Gateway

MOST_PER_CALL = 1000
MOST_CONNECTIONS = 32
QUERY_AT_ONCE = 500
ANSWER_BYTES = 64 * 1024
ANSWER_BYTES_PER_MESSAGE = 512
PING_SECONDS = 5.0
OK, TOO_MANY, UNAVAILABLE = 200, 429, 503


class BatchHttpDriver(Driver):
    """Settings: url, call_size (100), connections (4), plain_http (false), webhooks (own)."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        code: str,
        target: options.Target,
        credentials_ref: str,
        timeout_seconds: float,
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._target = target
        self._credentials_ref = credentials_ref
        self._timeout = timeout_seconds
        self._tls = ssl.create_default_context() if target.secure else None
        self._mine = threading.local()
        self._common = (
            f"Host: {target.host_header}\r\nUser-Agent: huancui\r\nAccept-Encoding: identity\r\n"
            f"Content-Type: application/json\r\nX-Huancui-Gateway: {code}\r\n"
        )

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> BatchHttpDriver:
        """Raises options.BadSettings."""
        settings: Mapping[str, Any] = gateway.settings
        shapes.shape_of(settings)
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=options.number(
                    settings, "call_size", least=1, most=MOST_PER_CALL, default=100
                ),
                rate_per_second=gateway.rate_per_second,
                connections=options.number(
                    settings, "connections", least=1, most=MOST_CONNECTIONS, default=4
                ),
                receipts=True,
                query=True,
                content_classes=frozenset(gateway.content_classes),
                ping=True,
            ),
            code=gateway.code,
            target=options.target(settings),
            credentials_ref=gateway.credentials_ref,
            timeout_seconds=gateway.timeout_seconds,
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        body = _json({"messages": [self.entry(out) for out in call]})
        response = self._exchange("POST", "/messages", body, entries=len(call))
        if response.status == OK:
            return responses.outcomes(response.body)
        return [_as_a_whole(out.message_id, response) for out in call]

    def entry(self, out: Outgoing) -> dict[str, str]:
        """One message as the gateway reads it."""
        return _message(out)

    def ask(self, message_ids: Sequence[int]) -> list[Outcome]:
        found: list[Outcome] = []
        for start in range(0, len(message_ids), QUERY_AT_ONCE):
            ids = message_ids[start : start + QUERY_AT_ONCE]
            body = _json({"ids": [str(pk) for pk in ids]})
            response = self._exchange("POST", "/query", body, entries=len(ids))
            if response.status != OK:
                break
            wanted = set(ids)
            found += [o for o in responses.known(response.body) if o.message_id in wanted]
        return found

    def ping(self) -> bool:
        return (
            self._exchange("GET", "/ping", b"", entries=0, most_seconds=PING_SECONDS).status == OK
        )

    def _exchange(
        self,
        method: str,
        path: str,
        body: bytes,
        *,
        entries: int,
        most_seconds: float = float("inf"),
    ) -> HttpResponse:
        return self._connection().exchange(
            self._request(method, path, body),
            method=method,
            timeout_seconds=min(self._timeout, most_seconds),
            most_bytes=ANSWER_BYTES + entries * ANSWER_BYTES_PER_MESSAGE,
        )

    def _request(self, method: str, path: str, body: bytes) -> bytes:
        secret = sign_in.secret(self._credentials_ref)
        timestamp = str(int(time.time()))  # the gateway compares it with its own clock
        whole = f"{self._target.path}{path}"
        signature = signing.sign(secret, method=method, path=whole, timestamp=timestamp, body=body)
        head = (
            f"{method} {whole} HTTP/1.1\r\n{self._common}"
            f"{signing.TIMESTAMP_HEADER}: {timestamp}\r\n"
            f"{signing.SIGNATURE_HEADER}: {signature}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n"
        )
        return head.encode("ascii") + body

    def _connection(self) -> Connection:
        """This thread's own."""
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._mine.connection = Connection(self._target, self._tls)
        return mine


def _message(out: Outgoing) -> dict[str, str]:
    return {
        "id": str(out.message_id),
        "to": out.address,
        "text": out.text,
        "not_after": _utc(out.not_after),
        "class": out.content_class,
    }


def _utc(moment: datetime) -> str:
    """Whole seconds, rounded down: never later than what was meant."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _json(document: object) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def _as_a_whole(message_id: int, response: HttpResponse) -> Outcome:
    """A status that is not 200 says one thing of every message of the request."""
    nothing_taken = 400 <= response.status < 500 or (
        response.status == UNAVAILABLE and responses.says_nothing_taken(response.body)
    )
    result = Result.RETRY if nothing_taken else Result.UNKNOWN
    return Outcome(message_id, result, f"http_{response.status}")
