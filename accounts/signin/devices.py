"""What a browser is called on screen, and the cookie by which a login's own browser is known.

The cookie (OWASP's device cookie) opens nothing: it only lets the tries of its login from this
browser be counted by themselves, so that no stranger can make its owner wait.
"""

from __future__ import annotations

import re
import secrets
from datetime import timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from accounts.models import User

KNOWN_FOR = timedelta(days=90)
SALT = "accounts.signin.device"

_BROWSERS = (
    ("MicroMessenger/", "WeChat"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("QQBrowser/", "QQ Browser"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"),
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def device_of(request: HttpRequest) -> str:
    """As "Chrome · Windows"; empty where the browser does not say. Names of ours only."""
    said = re.sub(r"\s+", " ", request.headers.get("User-Agent", ""))[:400]
    found = [
        next((name for mark, name in names if mark in said), "") for names in (_BROWSERS, _SYSTEMS)
    ]
    return " · ".join(filter(None, found))


def cookie_name() -> str:
    return ("" if settings.SANDBOX else "__Host-") + "huancui_device"


def known_device(request: HttpRequest, user: User | None) -> str:
    """The id of this browser if this login has signed in with it before; else empty."""
    owner, device = _said(request)
    return device if user is not None and owner == user.pk else ""


def owner_of(request: HttpRequest) -> int | None:
    """The login that came in with this browser last."""
    return _said(request)[0]


def _said(request: HttpRequest) -> tuple[int | None, str]:
    try:
        owner, device = signing.loads(
            request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KNOWN_FOR
        )
    except (signing.BadSignature, ValueError, TypeError):
        return None, ""
    return (owner, str(device)) if isinstance(owner, int) else (None, "")


def remember(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From now on this browser is known as one of this login's."""
    device = known_device(request, user) or secrets.token_urlsafe(12)
    response.set_cookie(
        cookie_name(),
        signing.dumps((user.pk, device), salt=SALT),
        max_age=int(KNOWN_FOR.total_seconds()),
        secure=not settings.SANDBOX,
        httponly=True,
        samesite="Lax",
    )
