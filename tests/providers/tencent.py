"""Tencent's SMS interface: TC3 signatures, sending, statuses by number, filings."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from tests.providers.server import Asked, ReferenceServer, named

KEY_ID, SECRET = "AKID-test-key", "a secret key of Tencent"
APP = "1400006666"
_AUTHORIZATION = re.compile(
    r"TC3-HMAC-SHA256 Credential=([^/]+)/(\d{4}-\d\d-\d\d)/sms/tc3_request, "
    r"SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})"
)


def _hmac(key: bytes, said: str) -> bytes:
    return hmac.new(key, said.encode(), hashlib.sha256).digest()


@dataclass
class Tencent(ReferenceServer):
    """As the other one (aliyun.py). `error`: of the next whole request."""

    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    signs: dict[str, dict[str, Any]] = field(default_factory=dict)
    codes: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    sent: list[dict[str, Any]] = field(default_factory=list)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        why = self._unsigned(asked) or (self.errors.pop(0) if self.errors else "")
        if why:
            error = {"Code": why, "Message": "…"}
            return 200, {"Response": {"Error": error, "RequestId": "r"}}
        said = getattr(self, named(asked.headers["x-tc-action"]))(asked.json())
        return 200, {"Response": {**said, "RequestId": "r"}}

    def _unsigned(self, asked: Asked) -> str:
        found = _AUTHORIZATION.fullmatch(asked.headers.get("authorization", ""))
        if found is None or found[1] != KEY_ID:
            return "AuthFailure.SecretIdNotFound"
        timestamp = int(asked.headers["x-tc-timestamp"])
        if abs(datetime.now(UTC).timestamp() - timestamp) > 300:
            return "AuthFailure.SignatureExpire"
        names = found[3].split(";")
        lines = "".join(f"{name}:{asked.headers[name].lower()}\n" for name in names)
        payload = hashlib.sha256(asked.body).hexdigest()
        canonical = f"POST\n{asked.path}\n\n{lines}\n{found[3]}\n{payload}"
        scope = f"{found[2]}/sms/tc3_request"
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        wanted = f"TC3-HMAC-SHA256\n{timestamp}\n{scope}\n{hashed}"
        key = _hmac(_hmac(_hmac(b"TC3" + SECRET.encode(), found[2]), "sms"), "tc3_request")
        right = _hmac(key, wanted).hex() == found[4] and {"host", "content-type"} <= set(names)
        return "" if right else "AuthFailure.SignatureFailure"

    def _send_sms(self, said: dict[str, Any]) -> dict[str, Any]:
        statuses = []
        for number in said["PhoneNumberSet"]:
            code = self.codes.pop(0) if self.codes else "Ok"
            template = self.templates.get(said["TemplateId"], {})
            if code == "Ok" and said["SmsSdkAppId"] != APP:
                code = "UnauthorizedOperation.SmsSdkAppIdVerifyFail"
            if code == "Ok" and template.get("status") != 0:
                code = "FailedOperation.TemplateIncorrectOrUnapproved"
            if code == "Ok" and self.signs.get(said["SignName"], {}).get("status") != 0:
                code = "FailedOperation.SignatureIncorrectOrUnapproved"
            serial = ""
            if code == "Ok":
                text = re.sub(
                    r"\{(\d+)\}",
                    lambda m: said["TemplateParamSet"][int(m[1]) - 1],
                    template["content"],
                )
                serial = f"5000:{len(self.sent):08d}"
                self.sent.append(
                    {
                        "number": number,
                        "text": f"【{said['SignName']}】{text}",
                        "serial": serial,
                        "context": said["SessionContext"],
                        "status": "",
                        "why": "",
                    }
                )
            statuses.append(
                {
                    "SerialNo": serial,
                    "PhoneNumber": number,
                    "Fee": 1,
                    "SessionContext": said["SessionContext"],
                    "Code": code,
                    "Message": "…",
                    "IsoCode": "CN",
                }
            )
        return {"SendStatusSet": statuses}

    def _pull_sms_send_status_by_phone_number(self, said: dict[str, Any]) -> dict[str, Any]:
        assert said["BeginTime"] < said["EndTime"]
        assert 0 < said["Limit"] <= 100
        return {
            "PullSmsSendStatusSet": [
                {
                    "SerialNo": each["serial"],
                    "PhoneNumber": each["number"],
                    "ReportStatus": each["status"],
                    "Description": each["why"],
                    "SessionContext": each["context"],
                }
                for each in self.sent
                if each["number"] == said["PhoneNumber"] and each["status"]
            ]
        }

    def _add_sms_template(self, said: dict[str, Any]) -> dict[str, Any]:
        code = str(1100 + len(self.templates))
        self.templates[code] = {"content": said["TemplateContent"], "status": 1, "why": ""}
        return {"AddTemplateStatus": {"TemplateId": code}}

    def _describe_sms_template_list(self, said: dict[str, Any]) -> dict[str, Any]:
        wanted = [str(each) for each in said.get("TemplateIdSet", [])]
        found = [
            {
                "TemplateId": int(code),
                "StatusCode": self.templates[code]["status"],
                "ReviewReply": self.templates[code]["why"],
            }
            for code in wanted
        ]
        return {"DescribeTemplateStatusSet": found}

    def _add_sms_sign(self, said: dict[str, Any]) -> dict[str, Any]:
        code = str(2200 + len(self.signs))
        self.signs[said["SignName"]] = {"id": code, "status": 1, "why": "", "said": said}
        return {"AddSignStatus": {"SignId": int(code)}}

    def _describe_sms_sign_list(self, said: dict[str, Any]) -> dict[str, Any]:
        wanted = [str(each) for each in said["SignIdSet"]]
        found = [
            {"SignId": int(each["id"]), "StatusCode": each["status"], "ReviewReply": each["why"]}
            for each in self.signs.values()
            if each["id"] in wanted
        ]
        return {"DescribeSignListStatusSet": found}
