"""Aliyun's SMS interface: ACS3 signatures, sending, details of what was sent, filings."""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tests.providers.server import Asked, ReferenceServer, named

KEY_ID, SECRET = "LTAI-test-key", "an access key secret"
_AUTHORIZATION = re.compile(
    r"ACS3-HMAC-SHA256 Credential=([^,]+),SignedHeaders=([^,]+),Signature=([0-9a-f]{64})"
)


@dataclass
class Aliyun(ReferenceServer):
    """`templates`, `signs`: what it has on file, and how it stands. `codes`: what the next sendings
    are answered. `sent`: one entry a number."""

    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    signs: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)
    nonces: set[str] = field(default_factory=set)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        if why := self._unsigned(asked):
            return 400, {"Code": why, "Message": "…", "RequestId": "r"}
        path, _, query = asked.path.partition("?")
        said = dict(parse_qsl(query, keep_blank_values=True, strict_parsing=True))
        action = asked.headers["x-acs-action"]
        status, document = getattr(self, named(action))(said)
        return status, {"RequestId": "F655A8D5", **document}

    def _unsigned(self, asked: Asked) -> str:
        found = _AUTHORIZATION.fullmatch(asked.headers.get("authorization", ""))
        if found is None or found[1] != KEY_ID:
            return "InvalidAccessKeyId.NotFound"
        digest = hashlib.sha256(asked.body).hexdigest()
        if asked.headers.get("x-acs-content-sha256") != digest:
            return "SignatureDoesNotMatch"
        path, _, query = asked.path.partition("?")
        pairs = query.split("&") if query else []
        lines = [f"{name}:{asked.headers[name]}" for name in found[2].split(";")]
        canonical = "\n".join(
            [asked.method, path, "&".join(sorted(pairs)), *lines, "", found[2], digest]
        )
        wanted = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
        right = hmac.new(SECRET.encode(), wanted.encode(), hashlib.sha256).hexdigest()
        if right != found[3] or "x-acs-date" not in found[2] or "host" not in found[2]:
            return "SignatureDoesNotMatch"
        nonce = asked.headers["x-acs-signature-nonce"]
        if nonce in self.nonces:
            return "SignatureNonceUsed"
        self.nonces.add(nonce)
        return ""

    def _send_sms(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        values = json.loads(said["TemplateParam"])
        numbers = said["PhoneNumbers"].split(",")
        return self._send(
            [(n, said["SignName"], values) for n in numbers], said["TemplateCode"], said["OutId"]
        )

    def _send_batch_sms(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        numbers = json.loads(said["PhoneNumberJson"])
        signs = json.loads(said["SignNameJson"])
        values = json.loads(said["TemplateParamJson"])
        if len(numbers) > 100 or len(set(numbers)) < len(numbers):
            return 200, {"Code": "isv.MOBILE_COUNT_OVER_LIMIT"}
        return self._send(list(zip(numbers, signs, values, strict=True)), said["TemplateCode"], "")

    def _send(
        self, texts: list[tuple[str, str, dict[str, str]]], template: str, out_id: str
    ) -> tuple[int, dict[str, Any]]:
        code = self.codes.pop(0) if self.codes else "OK"
        if code == "OK" and self.templates.get(template, {}).get("status") != 1:
            code = "isv.SMS_TEMPLATE_ILLEGAL"
        if code == "OK" and any(self.signs.get(s, {}).get("status") != 1 for _n, s, _v in texts):
            code = "isv.SMS_SIGNATURE_ILLEGAL"
        if code != "OK":
            status = 400 if code.startswith("Throttling") else 200
            return status, {"Code": code, "Message": "…"}
        biz_id = f"{len(self.sent):06d}^0"
        for number, sign, values in texts:
            text = self.templates[template]["content"]
            if set(re.findall(r"\$\{(\w+)\}", text)) != set(values):
                return 200, {"Code": "isv.TEMPLATE_MISSING_PARAMETERS"}
            for name, value in values.items():
                text = text.replace(f"${{{name}}}", value)
            self.sent.append(
                {
                    "number": number,
                    "text": f"【{sign}】{text}",
                    "out_id": out_id,
                    "biz_id": biz_id,
                    "template": template,
                    "status": 1,
                    "err": "",
                }
            )
        return 200, {"Code": "OK", "Message": "OK", "BizId": biz_id}

    def _query_send_details(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        assert re.fullmatch(r"\d{8}", said["SendDate"])
        found = [
            {
                "PhoneNum": each["number"],
                "SendStatus": each["status"],
                "ErrCode": each["err"] or "DELIVERED",
                "TemplateCode": each["template"],
                "Content": each["text"],
                "OutId": each["out_id"],
                "SendDate": "2026-09-15 10:30:00",
            }
            for each in self.sent
            if each["number"] == said["PhoneNumber"]
            and said.get("BizId", each["biz_id"]) == each["biz_id"]
        ]
        details = {"SmsSendDetailDTO": found}
        return 200, {"Code": "OK", "TotalCount": len(found), "SmsSendDetailDTOs": details}

    def _query_sms_template_list(self, _said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        return 200, {"Code": "OK", "SmsTemplateList": []}

    def _create_sms_template(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if said["RelatedSignName"] not in self.signs:
            return 200, {"Code": "isv.SIGN_NAME_ILLEGAL"}
        code = f"SMS_{len(self.templates) + 1:06d}"
        self.templates[code] = {"content": said["TemplateContent"], "status": 0, "why": ""}
        return 200, {"Code": "OK", "TemplateCode": code, "OrderId": "1"}

    def _get_sms_template(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if said["TemplateCode"] not in self.templates:
            return 200, {"Code": "isv.SMS_TEMPLATE_ILLEGAL"}
        kept = self.templates[said["TemplateCode"]]
        audit = {"RejectInfo": kept["why"]}
        return 200, {"Code": "OK", "TemplateStatus": str(kept["status"]), "AuditInfo": audit}

    def _create_sms_sign(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.signs[said["SignName"]] = {"status": 0, "why": "", "said": said}
        return 200, {"Code": "OK", "SignName": said["SignName"], "OrderId": "2"}

    def _get_sms_sign(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        kept = self.signs[said["SignName"]]
        audit = {"RejectInfo": kept["why"]}
        return 200, {"Code": "OK", "SignStatus": kept["status"], "AuditInfo": audit}
