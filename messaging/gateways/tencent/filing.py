"""Filing texts and signatures with Tencent, and what became of them. Slots are {1}, {2}, …"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from messaging.content import filed
from messaging.gateways import clean
from messaging.gateways.filed.rulings import REASON_LENGTH, NotFiled, Ruled, Ruling
from messaging.gateways.http.documents import inner, objects
from messaging.gateways.tencent.calls import Calls

NOTICE = 2
"""Kind of a text that is neither advertising (1) nor a code (3)."""

COMPANY, LICENCE, OWN_USE = 0, 1, 0
_RULINGS = {
    "0": Ruling.PASSED,
    "1": Ruling.WAITING,
    "2": Ruling.WAITING,  # passed, and not in force yet
    "-1": Ruling.REJECTED,
}


class TencentFiling:
    """Settings: qualification (the id of the approved papers)."""

    def __init__(self, calls: Calls, settings: Mapping[str, Any]) -> None:
        self._calls = calls
        self._settings = settings

    def file_text(self, name: str, body: str, *, why: str) -> str:
        said = self._ask(
            "AddSmsTemplate",
            {
                "TemplateName": name[:30],
                "TemplateContent": filed.written(body, lambda n, _name: f"{{{n}}}"),
                "SmsType": NOTICE,
                "International": 0,
                "Remark": why[:100],
            },
        )
        return _id(inner(said, "AddTemplateStatus", "TemplateId"))

    def text_ruled(self, code: str) -> Ruled:
        wanted = {"TemplateIdSet": [_digits(code)], "International": 0}
        said = self._ask("DescribeSmsTemplateList", wanted)
        return _ruled(objects(said.get("DescribeTemplateStatusSet")), "TemplateId", code)

    def file_signature(self, words: str, *, why: str) -> str:
        papers = str(self._settings.get("qualification", ""))
        said = self._ask(
            "AddSmsSign",
            {
                "SignName": words,
                "SignType": COMPANY,
                "DocumentType": LICENCE,
                "International": 0,
                "SignPurpose": OWN_USE,
                "Remark": why[:100],
                **({"QualificationId": _digits(papers)} if papers else {}),
            },
        )
        return _id(inner(said, "AddSignStatus", "SignId"))

    def signature_ruled(self, code: str) -> Ruled:
        said = self._ask("DescribeSmsSignList", {"SignIdSet": [_digits(code)], "International": 0})
        return _ruled(objects(said.get("DescribeSignListStatusSet")), "SignId", code)

    def _ask(self, action: str, wanted: Mapping[str, Any]) -> dict[str, Any]:
        status, said, error = self._calls.ask(action, wanted)
        if status != 200 or error:
            raise NotFiled(error or f"http_{status}")
        return said


def _digits(said: str) -> int:
    if not (said.isascii() and said.isdigit()):
        raise NotFiled("no_id")
    return int(said)


def _id(said: object) -> str:
    code = clean.ref(said)
    if not code:
        raise NotFiled("no_id")
    return code


def _ruled(entries: list[dict[str, Any]], name: str, code: str) -> Ruled:
    for entry in entries:
        if clean.ref(entry.get(name)) == code:
            ruling = _RULINGS.get(clean.code(entry.get("StatusCode")), Ruling.WAITING)
            why = str(entry.get("ReviewReply") or "")[:REASON_LENGTH]
            return Ruled(ruling, why if ruling == Ruling.REJECTED else "")
    return Ruled(Ruling.WAITING)
