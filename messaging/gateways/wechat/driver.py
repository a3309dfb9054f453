"""A WeChat official account: template messages, or subscription notices, one person a call.

WeChat takes a repeated `client_msg_id` for the same message within ten minutes; we send none twice
all the same. `msgid` comes back when the message has arrived or not (TEMPLATESENDJOBFINISH).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext as _

from messaging.gateways import clean, codes, options
from messaging.gateways.access.keeper import Drawn, Keeper
from messaging.gateways.base import Capabilities, Driver, NotSent, Outcome, Outgoing, Result
from messaging.gateways.http import sign_in
from messaging.gateways.http.client import Client
from messaging.gateways.http.documents import document
from messaging.gateways.permit import Clock
from messaging.gateways.wechat import errors, keys
from messaging.models import Gateway

URL = "https://api.weixin.qq.com"
SYSTEM = "wechat"
TEMPLATE, SUBSCRIPTION = "template", "subscription"
PATHS = {
    TEMPLATE: "/cgi-bin/message/template/send",
    SUBSCRIPTION: "/cgi-bin/message/subscribe/bizsend",
}
MOST_CONNECTIONS = 64
PING_SECONDS = 5.0
APP_ID = re.compile(r"wx[0-9a-z]{4,30}", re.ASCII)
FIELDS = re.compile(r"[a-z_0-9]+=[a-z_]+(, *[a-z_0-9]+=[a-z_]+)*", re.ASCII)


class WechatDriver(Driver):
    """Settings: app_id, template_id, fields, kind (template), url, connections (16)."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        gateway_id: int,
        client: Client,
        credentials_ref: str,
        settings: Mapping[str, Any],
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities)
        self._client = client
        self._credentials_ref = credentials_ref
        self._app_id = str(settings["app_id"])
        self._template_id = str(settings["template_id"])
        self._kind = str(settings.get("kind", TEMPLATE))
        self._fields = fields_of(settings)
        self._keeper = Keeper(gateway_id, clock.now, self._draw)

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> WechatDriver:
        """Raises options.BadSettings."""
        settings = {"url": URL, **gateway.settings}
        if not APP_ID.fullmatch(str(settings.get("app_id", ""))):
            raise options.BadSettings(
                _("“app_id” is the account's own: wx and letters and digits.")
            )
        if not settings.get("template_id"):
            raise options.BadSettings(_("“template_id” is WeChat's id of the passed template."))
        options.choice(settings, "kind", among=PATHS, default=TEMPLATE)
        fields_of(settings)
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
            client=Client(options.target(settings), timeout_seconds=gateway.timeout_seconds),
            credentials_ref=gateway.credentials_ref,
            settings=settings,
        )

    def deliver(self, call: Sequence[Outgoing]) -> list[Outcome]:
        [out] = call
        body = self._message(out)
        if body is None:
            return [Outcome(out.message_id, Result.RETRY, "field_missing")]
        token = self._keeper.token()
        said = self._send(body, token)
        if said.get("errcode") in errors.TOKEN_ENDED:
            said = self._send(body, self._keeper.token(not_this=token))
        errcode = said.get("errcode")
        result = errors.meaning(errcode)
        code = "" if result == Result.ACCEPTED else codes.of_system(clean.code(errcode), SYSTEM)
        return [
            Outcome(out.message_id, result, code or _nothing(result), clean.ref(said.get("msgid")))
        ]

    def ping(self) -> bool:
        """Whether it still lends us a token."""
        return bool(self._keeper.token())

    def _message(self, out: Outgoing) -> bytes | None:
        """None where a field of the card has no value: a card with a hole in it is not sent."""
        values = {name: out.content.get(ours, "") for name, ours in self._fields.items()}
        if not values or not all(values.values()):
            return None
        link = out.content.get("link", "")
        said: dict[str, Any] = {
            "touser": out.address,
            "template_id": self._template_id,
            "data": {name: {"value": value} for name, value in values.items()},
        }
        if self._kind == TEMPLATE:
            said["client_msg_id"] = str(out.message_id)
        if link:
            said["url" if self._kind == TEMPLATE else "page"] = link
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    def _send(self, body: bytes, token: str) -> dict[str, Any]:
        path = f"{PATHS[self._kind]}?access_token={quote(token, safe='')}"
        answer = self._client.call("POST", path, headers=_JSON, body=body)
        return document(answer.body) if answer.status == 200 else {}

    def _draw(self, forced: bool) -> Drawn:
        """The account's one token; `forced`: the one it lent before is ended."""
        try:
            secret = keys.read(sign_in.secret(self._credentials_ref)).app_secret
        except keys.BadKeys:
            raise NotSent(sign_in.NO_CREDENTIALS) from None
        wanted = {
            "grant_type": "client_credential",
            "appid": self._app_id,
            "secret": secret,
            "force_refresh": forced,
        }
        answer = self._client.call(
            "POST",
            "/cgi-bin/stable_token",
            headers=_JSON,
            body=json.dumps(wanted).encode(),
            most_seconds=PING_SECONDS,
        )
        said = document(answer.body)
        token, lasts = said.get("access_token"), said.get("expires_in")
        if not isinstance(token, str) or not token or not isinstance(lasts, int):
            raise NotSent(f"token_{clean.code(said.get('errcode')) or answer.status}")
        return Drawn(token, timedelta(seconds=lasts))


_JSON = {"Content-Type": "application/json"}


def fields_of(settings: Mapping[str, Any]) -> dict[str, str]:
    """Field of the card → what of ours stands in it, of “thing1=lender, amount2=amount_due”. Raises
    options.BadSettings."""
    said = str(settings.get("fields", ""))
    if not FIELDS.fullmatch(said):
        raise options.BadSettings(
            _("“fields” says what stands in which field: %(example)s.")
            % {"example": "thing1=lender, amount2=amount_due"}
        )
    return dict(tuple(part.strip().split("=", 1)) for part in said.split(","))  # type: ignore[misc]


def _nothing(result: Result) -> str:
    return "no_answer" if result == Result.UNKNOWN else ""
