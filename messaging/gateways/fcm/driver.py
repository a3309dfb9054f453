"""Firebase Cloud Messaging (HTTP v1): one device a call, with a lent access token.

A message carries a lifetime that ends with the window, so that no phone that was off shows it at
night. FCM knows no repeated message and cannot be asked: what is unclear stays so until the app
reports it, or is closed.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from messaging.gateways import clean, options
from messaging.gateways.access.keeper import Drawn, Keeper
from messaging.gateways.app.shown import shown
from messaging.gateways.base import (
    Capabilities,
    Driver,
    NotSent,
    Outcome,
    Outgoing,
    Result,
    TooLate,
)
from messaging.gateways.fcm import account, errors
from messaging.gateways.http import sign_in
from messaging.gateways.http.client import Client
from messaging.gateways.http.documents import document
from messaging.gateways.http.response import HttpResponse
from messaging.gateways.permit import Clock
from messaging.models import Gateway

URL = "https://fcm.googleapis.com"
SIGN_IN_URL = "https://oauth2.googleapis.com/token"
MOST_CONNECTIONS = 64
PING_SECONDS = 5.0
_JSON = "application/json; charset=utf-8"
_NAME = re.compile(r"projects/[^/]+/messages/(.+)")


class FcmDriver(Driver):
    """Settings: url, sign_in_url, connections (16). Credentials: the file of a service account."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        gateway_id: int,
        client: Client,
        sign_in_client: Client,
        audience: str,
        credentials_ref: str,
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._client, self._sign_in_client = client, sign_in_client
        self._audience = audience
        self._credentials_ref = credentials_ref
        self._keeper = Keeper(gateway_id, clock.now, self._draw)

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> FcmDriver:
        """Raises options.BadSettings."""
        settings: Mapping[str, Any] = {"url": URL, "sign_in_url": SIGN_IN_URL, **gateway.settings}
        timeout = gateway.timeout_seconds
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=1,
                rate_per_second=gateway.rate_per_second,
                connections=options.number(
                    settings, "connections", least=1, most=MOST_CONNECTIONS, default=16
                ),
                receipts=True,
                query=False,
                content_classes=frozenset(gateway.content_classes),
                ping=True,
            ),
            gateway_id=gateway.pk or 0,
            client=Client(options.target(settings), timeout_seconds=timeout),
            sign_in_client=Client(options.target(settings, "sign_in_url"), timeout_seconds=timeout),
            audience=str(settings["sign_in_url"]),
            credentials_ref=gateway.credentials_ref,
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        [out] = call
        body, path = self._message(out), f"/v1/projects/{self._account().project}/messages:send"
        token = self._keeper.token()
        answer = self._post(path, token, body)
        if answer.status == errors.TOKEN_ENDED:
            answer = self._post(path, self._keeper.token(not_this=token), body)
        said = document(answer.body)
        code = errors.code_in(said)
        result = errors.meaning(answer.status, code)
        found = _NAME.fullmatch(str(said.get("name", "")))
        if result == Result.ACCEPTED and found is None:
            return [Outcome(out.message_id, Result.UNKNOWN, "no_name")]
        error = "" if result == Result.ACCEPTED else clean.code(code) or f"http_{answer.status}"
        return [Outcome(out.message_id, result, error, clean.ref(found[1]) if found else "")]

    def ping(self) -> bool:
        """Whether Google still lends us a token."""
        return bool(self._keeper.token())

    def _message(self, out: Outgoing) -> bytes:
        seconds = int((out.not_after - self.clock.now()).total_seconds())
        if seconds < 1:
            raise TooLate("permit_ended")
        title, words = shown(out)
        data = {"id": str(out.message_id)}
        if link := out.content.get("link", ""):
            data["link"] = link
        message = {
            "token": out.address,
            "notification": {"title": title, "body": words},
            "data": data,
            "android": {"ttl": f"{seconds}s"},
            "apns": {"headers": {"apns-expiration": str(int(time.time()) + seconds)}},
        }
        return json.dumps({"message": message}, ensure_ascii=False, separators=(",", ":")).encode()

    def _post(self, path: str, token: str, body: bytes) -> HttpResponse:
        headers = {"Authorization": f"Bearer {token}", "Content-Type": _JSON}
        return self._client.call("POST", path, headers=headers, body=body)

    def _account(self) -> account.Account:
        """Raises NotSent."""
        secret = sign_in.secret(self._credentials_ref)
        known = self._read
        if known is None or known[0] != secret:
            try:
                known = self._read = (secret, account.read(secret))
            except account.BadAccount:
                raise NotSent(sign_in.NO_CREDENTIALS) from None
        return known[1]

    _read: tuple[str, account.Account] | None = None
    """Reading a key takes longer than a call; read again when the file has changed."""

    def _draw(self, _forced: bool) -> Drawn:
        wanted = {
            "grant_type": account.GRANT,
            # Google compares it with its own clock.
            "assertion": account.assertion(
                self._account(), audience=self._audience, unix_now=int(time.time())
            ),
        }
        answer = self._sign_in_client.call(
            "POST",
            "",
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            body=urlencode(wanted).encode(),
            most_seconds=PING_SECONDS,
        )
        said = document(answer.body)
        token, lasts = said.get("access_token"), said.get("expires_in")
        if answer.status != 200 or not isinstance(token, str) or not isinstance(lasts, int):
            raise NotSent(f"token_{clean.code(said.get('error')) or answer.status}")
        return Drawn(token, timedelta(seconds=lasts))
