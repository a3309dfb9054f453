"""Refusals as problem details (RFC 9457): the thing, the reason, the way out; never a value."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.translation import get_language, gettext_lazy as _

CONTENT_TYPE = "application/problem+json"
TITLES: Mapping[str, tuple[int, Any]] = {
    "no-key": (401, _("No key of ours was shown")),
    "wrong-network": (403, _("The key is not called from where it may be")),
    "out-of-scope": (403, _("The key may not do this")),
    "not-found": (404, _("Not there, or not this key's")),
    "method-not-allowed": (405, _("This address takes another method")),
    "not-acceptable": (406, _("Nothing of what was asked for can be given")),
    "conflict": (409, _("It does not fit what is known")),
    "too-large": (413, _("Too large")),
    "wrong-type": (415, _("Not a type this address reads")),
    "unreadable": (400, _("What was sent cannot be read")),
    "invalid": (422, _("What was sent is not right")),
    "key-used-otherwise": (422, _("The idempotency key stands for another call")),
    "refused": (422, _("Refused")),
    "too-many": (429, _("Too many calls")),
    "fault": (500, _("A fault of ours")),
    "too-slow": (503, _("It takes too long")),
}
"""By code: status and title, in the language of whoever reads. The code ends the `type`, which no
document is behind."""


class Problem(Exception):
    """`errors`: what is wrong where, as {"pointer": "/amount", "detail": …}; no values."""

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        retry_after: int | None = None,
    ) -> None:
        super().__init__(code)
        self.code, self.detail = code, detail
        self.errors, self.retry_after = list(errors), retry_after

    @property
    def status(self) -> int:
        return TITLES[self.code][0]

    def body(self) -> dict[str, Any]:
        status, title = TITLES[self.code]
        said: dict[str, Any] = {
            "type": f"urn:huancui:problem:{self.code}",
            "title": str(title),
            "status": status,
            "detail": self.detail,
        }
        if self.errors:
            said["errors"] = self.errors
        return said


def response(problem: Problem) -> HttpResponse:
    answer = HttpResponse(
        json.dumps(problem.body(), ensure_ascii=False),
        status=problem.status,
        content_type=CONTENT_TYPE,
    )
    answer["Content-Language"] = get_language() or "en"
    if problem.retry_after is not None:
        answer["Retry-After"] = str(problem.retry_after)
    if problem.status == 401:
        answer["WWW-Authenticate"] = 'Bearer realm="huancui"'
    return answer
