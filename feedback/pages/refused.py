"""A form that was refused leads to its page anew, so that Back shows no question of the browser's.

What was written is kept for its customer (drafts); this cookie carries the rest as far as the next
page: what was wrong beside the fields, and of the first page, which knows no customer, code and
digits as typed. It is sealed, so that whoever finds it in a browser reads none of it. A secret is
never carried.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.keys import keyring
from accounts.privacy.errors import PrivacyError

COOKIE = "hc_refused"
SALT = PURPOSE = "feedback.pages.refused"
LASTS = timedelta(minutes=5)
LONGEST = 300
"""Characters of a field: whoever pastes a whole text pastes no more, and a cookie holds 4 KB."""


@dataclass(frozen=True, slots=True)
class Refused:
    """`path`: of the form's page. `said`: what is wrong beside what the fields themselves say;
    `form` and `about`: the form of that page and its field, if any. `status` of the page."""

    path: str
    said: str = ""
    form: str = "form"
    about: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    status: int = 200

    def tell(self, shown: Mapping[str, Any]) -> None:
        """Say it on the form, among what is shown on the page."""
        form = shown.get(self.form)
        if not self.said or not isinstance(form, forms.Form):
            return
        if not form.is_bound:
            form.errors.clear()
            form.cleaned_data = {}
        about = self.about if self.about in form.fields else None
        if about is None or not form.has_error(about):
            form.add_error(about, self.said)


def read(request: HttpRequest) -> Refused | None:
    """What was refused here a moment ago."""
    try:
        sealed = signing.TimestampSigner(salt=SALT).unsign(
            request.COOKIES.get(COOKIE, ""), max_age=LASTS
        )
        found = Refused(**json.loads(keyring().decrypt(urlsafe_b64decode(sealed), PURPOSE)))
    except (signing.BadSignature, PrivacyError, LookupError, ValueError, TypeError):
        return None
    return found if found.path == request.path and request.method in ("GET", "HEAD") else None


def write(response: HttpResponse, refused: Refused, *, path: str) -> None:
    data = {
        "path": refused.path,
        "said": refused.said,
        "form": refused.form,
        "about": refused.about,
        "typed": {name: said[:LONGEST] for name, said in refused.typed.items()},
        "status": refused.status,
    }
    sealed = keyring().encrypt(json.dumps(data, ensure_ascii=False), PURPOSE)
    response.set_cookie(
        COOKIE,
        signing.TimestampSigner(salt=SALT).sign(urlsafe_b64encode(sealed).decode()),
        max_age=int(LASTS.total_seconds()),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def end(response: HttpResponse, *, path: str) -> None:
    """It has been said."""
    response.delete_cookie(COOKIE, path=path, samesite="Strict")
