"""Aliyun SMS: texts it has on file, one number a call (SendSms) or up to a hundred (SendBatchSms).

Neither call knows a repeated message, so what is unclear is never sent again: QuerySendDetails
tells of it later. `OutId` is our message's id in SendSms, and comes back with its receipt; one
`OutId` stands for all of a SendBatchSms, whose receipts are told apart by `BizId` and number.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import timedelta, timezone
from typing import Any

from messaging.gateways import clean, options
from messaging.gateways.aliyun import errors
from messaging.gateways.aliyun.calls import Calls
from messaging.gateways.aliyun.details import receipts_in
from messaging.gateways.aliyun.filing import AliyunFiling
from messaging.gateways.base import Capabilities, Outcome, Result
from messaging.gateways.filed.driver import FiledDriver, Ready, Sent
from messaging.gateways.filed.rulings import Ruled
from messaging.gateways.http.client import Client
from messaging.gateways.permit import Clock
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.models import Gateway

URL = "https://dysmsapi.aliyuncs.com"
MOST_PER_CALL = 100
MOST_CONNECTIONS = 64
DETAILS = "50"
PING_SECONDS = 5.0
CHINA_TIME = timezone(timedelta(hours=8))


class AliyunDriver(FiledDriver):
    """Settings: url, call_size (1), connections (16), qualification, sign_source."""

    def __init__(
        self,
        *,
        clock: Clock,
        capabilities: Capabilities,
        gateway_id: int | None,
        client: Client,
        credentials_ref: str,
        settings: Mapping[str, Any],
    ) -> None:
        super().__init__(clock=clock, capabilities=capabilities, gateway_id=gateway_id)
        self._calls = Calls(client, credentials_ref)
        self._filing = AliyunFiling(self._calls, settings)

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> AliyunDriver:
        """Raises options.BadSettings."""
        settings = {"url": URL, **gateway.settings}
        connections = options.number(
            settings, "connections", least=1, most=MOST_CONNECTIONS, default=16
        )
        size = options.number(settings, "call_size", least=1, most=MOST_PER_CALL, default=1)
        return cls(
            clock=clock,
            capabilities=Capabilities(
                call_size=size,
                rate_per_second=gateway.rate_per_second,
                connections=connections,
                receipts=True,
                query=False,
                content_classes=frozenset(gateway.content_classes),
                ping=True,
            ),
            gateway_id=gateway.pk,
            client=Client(options.target(settings), timeout_seconds=gateway.timeout_seconds),
            credentials_ref=gateway.credentials_ref,
            settings=settings,
        )

    def hand_over(self, ready: Sequence[Ready]) -> list[Outcome]:
        if len(ready) == 1:
            status, said = self._calls.ask("SendSms", _one(ready[0]))
        else:
            status, said = self._calls.ask("SendBatchSms", _many(ready))
        code = clean.code(said.get("Code"))
        result = errors.meaning(code, status)
        error = "" if result == Result.ACCEPTED else code or f"http_{status}"
        ref = clean.ref(said.get("BizId"))
        return [Outcome(each.out.message_id, result, error, ref) for each in ready]

    def ping(self) -> bool:
        wanted = {"PageIndex": "1", "PageSize": "1"}
        status, said = self._calls.ask("QuerySmsTemplateList", wanted, most_seconds=PING_SECONDS)
        return status == 200 and said.get("Code") == errors.OK

    def pull(self, sent: Sequence[Sent]) -> list[InboundReceipt]:
        """A question for each number and day; what it says of other messages is left alone."""
        return [receipt for each in sent for receipt in self._of(each)]

    def _of(self, sent: Sent) -> list[InboundReceipt]:
        wanted = {
            "PhoneNumber": number(sent.address),
            "SendDate": sent.handed_over_at.astimezone(CHINA_TIME).strftime("%Y%m%d"),
            "PageSize": DETAILS,
            "CurrentPage": "1",
            **({"BizId": sent.gateway_ref} if sent.gateway_ref else {}),
        }
        _status, said = self._calls.ask("QuerySendDetails", wanted)
        return receipts_in(said, sent) if said.get("Code") == errors.OK else []

    def file_text(self, name: str, body: str, *, signature: str, why: str) -> str:
        return self._filing.file_text(name, body, signature=signature, why=why)

    def text_ruled(self, code: str) -> Ruled:
        return self._filing.text_ruled(code)

    def file_signature(self, words: str, *, why: str) -> str:
        return self._filing.file_signature(words, why=why)

    def signature_ruled(self, code: str) -> Ruled:
        return self._filing.signature_ruled(code)


def number(address: str) -> str:
    """As Aliyun writes it: a Chinese one alone, another with its country and no sign before it."""
    return address.removeprefix("+86") if address.startswith("+86") else address.removeprefix("+")


def _one(ready: Ready) -> dict[str, str]:
    return {
        "PhoneNumbers": number(ready.out.address),
        "SignName": ready.signature,
        "TemplateCode": ready.code,
        "TemplateParam": _json(dict(zip(ready.names, ready.values, strict=True))),
        "OutId": str(ready.out.message_id),
    }


def _many(ready: Sequence[Ready]) -> dict[str, str]:
    return {
        "PhoneNumberJson": _json([number(each.out.address) for each in ready]),
        "SignNameJson": _json([each.signature for each in ready]),
        "TemplateCode": ready[0].code,
        "TemplateParamJson": _json(
            [dict(zip(each.names, each.values, strict=True)) for each in ready]
        ),
    }


def _json(said: object) -> str:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))
