"""Tencent SMS: texts it has on file, one number a call, as all numbers of a call get one text.

`SessionContext` is our message's id and comes back with its receipt. A call is not known again when
it is repeated, so what is unclear is never sent again: PullSmsSendStatusByPhoneNumber tells of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from messaging.gateways import clean, codes, options
from messaging.gateways.base import Capabilities, Outcome, Result
from messaging.gateways.filed.driver import FiledDriver, Ready, Sent
from messaging.gateways.filed.rulings import Ruled
from messaging.gateways.http.client import Client
from messaging.gateways.http.documents import objects
from messaging.gateways.permit import Clock
from messaging.gateways.tencent import errors
from messaging.gateways.tencent.calls import Calls, word
from messaging.gateways.tencent.filing import TencentFiling
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.models import Gateway

URL = "https://sms.tencentcloudapi.com"
PLACE = "ap-guangzhou"
SYSTEM = "tencent"
MOST_CONNECTIONS = 64
PULLED_AT_ONCE = 100
AROUND = timedelta(hours=1)
PING_SECONDS = 5.0
_STATUS = {"success": codes.DELIVERED, "fail": codes.UNDELIVERED}


class TencentDriver(FiledDriver):
    """Settings: url, sdk_app_id, place, connections (16), qualification."""

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
        self._app = str(settings["sdk_app_id"])
        self._calls = Calls(client, credentials_ref, str(settings.get("place", PLACE)))
        self._filing = TencentFiling(self._calls, settings)

    @classmethod
    def of_gateway(cls, gateway: Gateway, clock: Clock) -> TencentDriver:
        """Raises options.BadSettings."""
        settings = {"url": URL, **gateway.settings}
        if not str(settings.get("sdk_app_id", "")).isdigit():
            raise options.BadSettings(_("“sdk_app_id” must be the digits of the SMS application."))
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
            gateway_id=gateway.pk,
            client=Client(options.target(settings), timeout_seconds=gateway.timeout_seconds),
            credentials_ref=gateway.credentials_ref,
            settings=settings,
        )

    def hand_over(self, ready: Sequence[Ready]) -> list[Outcome]:
        [each] = ready
        status, said, error = self._calls.ask(
            "SendSms",
            {
                "PhoneNumberSet": [each.out.address],
                "SmsSdkAppId": self._app,
                "SignName": each.signature,
                "TemplateId": each.code,
                "TemplateParamSet": list(each.values),
                "SessionContext": str(each.out.message_id),
            },
        )
        answers = objects(said.get("SendStatusSet"))
        answer = answers[0] if len(answers) == 1 else {}
        code = error or word(answer.get("Code"))
        result = errors.meaning(code, status)
        why = (
            "" if result == Result.ACCEPTED else clean.code(errors.short(code)) or f"http_{status}"
        )
        return [Outcome(each.out.message_id, result, why, clean.ref(answer.get("SerialNo")))]

    def ping(self) -> bool:
        wanted = {"International": 0, "Limit": 1, "Offset": 0}
        status, _said, error = self._calls.ask(
            "DescribeSmsTemplateList", wanted, most_seconds=PING_SECONDS
        )
        return status == 200 and not error

    def pull(self, sent: Sequence[Sent]) -> list[InboundReceipt]:
        """A question for each number, about the hours around its hand-over."""
        return [receipt for each in sent for receipt in self._of(each)]

    def _of(self, sent: Sent) -> list[InboundReceipt]:
        _status, said, _error = self._calls.ask(
            "PullSmsSendStatusByPhoneNumber",
            {
                "BeginTime": int((sent.handed_over_at - AROUND).timestamp()),
                "EndTime": int(self.clock.now().timestamp()),
                "Offset": 0,
                "Limit": PULLED_AT_ONCE,
                "PhoneNumber": sent.address,
                "SmsSdkAppId": self._app,
            },
        )
        return [
            receipt
            for entry in objects(said.get("PullSmsSendStatusSet"))
            if (receipt := _receipt(entry, sent))
        ]

    def file_text(self, name: str, body: str, *, signature: str, why: str) -> str:
        return self._filing.file_text(name, body, why=why)

    def text_ruled(self, code: str) -> Ruled:
        return self._filing.text_ruled(code)

    def file_signature(self, words: str, *, why: str) -> str:
        return self._filing.file_signature(words, why=why)

    def signature_ruled(self, code: str) -> Ruled:
        return self._filing.signature_ruled(code)


def _receipt(entry: dict[str, Any], sent: Sent) -> InboundReceipt | None:
    """By our own id, else by the serial number of the hand-over."""
    result = _STATUS.get(clean.code(entry.get("ReportStatus")).lower(), "")
    ours = clean.message_id(entry.get("SessionContext"))
    is_it = (
        ours == sent.message_id
        if ours
        else bool(sent.gateway_ref) and clean.ref(entry.get("SerialNo")) == sent.gateway_ref
    )
    if not result or not is_it:
        return None
    code = codes.of_system(clean.code(entry.get("Description")), SYSTEM)
    return InboundReceipt(
        result=result,
        message_id=sent.message_id,
        error_code="" if result == codes.DELIVERED else code,
    )
