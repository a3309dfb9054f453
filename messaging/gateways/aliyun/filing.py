"""Filing texts and signatures with Aliyun, and what became of them.

CreateSmsTemplate and CreateSmsSign took the places of AddSmsTemplate and AddSmsSign, which Aliyun
keeps for old programs only. Of a text its sample values are not asked: every slot takes words.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from messaging.content import filed
from messaging.gateways import clean
from messaging.gateways.aliyun import errors
from messaging.gateways.aliyun.calls import Calls
from messaging.gateways.filed.rulings import REASON_LENGTH, NotFiled, Ruled, Ruling
from messaging.gateways.http.documents import inner

NOTICE = "1"
"""Type of a template that is neither a code nor advertising."""

SIGN_SOURCES = ("0", "1", "2", "3", "4", "5", "6")
"""0: company or institution, 1: website, 2: app, 3: official account, 4: shop, 5: trade mark."""

_TEXT = {"0": Ruling.WAITING, "1": Ruling.PASSED, "2": Ruling.REJECTED, "10": Ruling.REJECTED}
"""10: withdrawn on its own pages."""


class AliyunFiling:
    """Settings: qualification (the id of the approved papers), sign_source."""

    def __init__(self, calls: Calls, settings: Mapping[str, Any]) -> None:
        self._calls = calls
        self._settings = settings

    def file_text(self, name: str, body: str, *, signature: str, why: str) -> str:
        names = filed.slot_names(body)
        said = self._ask(
            "CreateSmsTemplate",
            {
                "TemplateName": name[:30],
                "TemplateContent": filed.written(body, lambda n, _name: f"${{{names[n - 1]}}}"),
                "TemplateType": NOTICE,
                "RelatedSignName": signature,
                "Remark": why[:100],
            },
        )
        return _id(said.get("TemplateCode"))

    def text_ruled(self, code: str) -> Ruled:
        return _ruled(self._ask("GetSmsTemplate", {"TemplateCode": code}), "TemplateStatus")

    def file_signature(self, words: str, *, why: str) -> str:
        """Aliyun knows a signature by its words."""
        papers = str(self._settings.get("qualification", ""))
        said = self._ask(
            "CreateSmsSign",
            {
                "SignName": words,
                "SignSource": str(self._settings.get("sign_source", SIGN_SOURCES[0])),
                "SignType": NOTICE,
                "ThirdParty": "false",
                "Remark": why[:200],
                **({"QualificationId": papers} if papers else {}),
            },
        )
        return _id(said.get("SignName"))

    def signature_ruled(self, code: str) -> Ruled:
        return _ruled(self._ask("GetSmsSign", {"SignName": code}), "SignStatus")

    def _ask(self, action: str, parameters: Mapping[str, str]) -> dict[str, Any]:
        status, said = self._calls.ask(action, parameters)
        code = clean.code(said.get("Code"))
        if status != 200 or code != errors.OK:
            raise NotFiled(code or f"http_{status}")
        return said


def _id(said: object) -> str:
    code = clean.ref(said)
    if not code:
        raise NotFiled("no_id")
    return code


def _ruled(said: dict[str, Any], name: str) -> Ruled:
    ruling = _TEXT.get(clean.code(said.get(name)), Ruling.WAITING)
    why = inner(said, "AuditInfo", "RejectInfo") or said.get("Reason") or ""
    reason = str(why)[:REASON_LENGTH] if ruling == Ruling.REJECTED else ""
    return Ruled(ruling, reason)
