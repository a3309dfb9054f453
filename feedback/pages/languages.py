"""In which of three languages a customer reads their pages: as they chose, else as their telephone.

Staff read two (settings.LANGUAGES); Traditional Chinese is of these pages alone, made of the
Simplified catalogue (config.catalogue).
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import cast

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation.trans_real import parse_accept_lang_header

NAMES = {"zh-hans": "简体中文", "zh-hant": "繁體中文", "en": "English"}
LANGUAGES = tuple(NAMES)
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")
COOKIE = "page_language"
"""Of these pages alone: who works on the staff site in English and looks at a customer's page sees
it as the customer would."""
_A_YEAR = 365 * 24 * 3600  # seconds


def of(request: HttpRequest) -> str:
    """The chosen one, else the first that the browser asks for and we have, else Simplified."""
    chosen = request.COOKIES.get(COOKIE, "")
    if chosen in LANGUAGES:
        return chosen
    asked = parse_accept_lang_header(request.headers.get("Accept-Language", ""))
    return next((found for each, _weight in asked if (found := _ours(each))), LANGUAGES[0])


def _ours(asked: str) -> str:
    """Of a language tag; empty: it is none of ours."""
    asked = asked.lower()
    if asked.startswith(_TRADITIONAL):
        return "zh-hant"
    return {"zh": "zh-hans", "en": "en"}.get(asked.partition("-")[0], "")


def current() -> str:
    """The language of this page, as texts name it."""
    active = translation.get_language() or ""
    return active if active in LANGUAGES else LANGUAGES[0]


def others() -> list[tuple[str, str]]:
    """Code and own name of those this page is not in."""
    return [each for each in NAMES.items() if each[0] != current()]


def shown_in(language: str) -> AbstractContextManager[None]:
    """Inside, everything said is in that language."""
    return cast(AbstractContextManager[None], translation.override(language))


def keep(response: HttpResponse, language: str) -> None:
    """Remember a choice; one we do not have changes nothing."""
    if language in LANGUAGES:
        response.set_cookie(
            COOKIE,
            language,
            max_age=_A_YEAR,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
        )
