"""Who is on the customer's pages: a short signed cookie of its own, apart from the staff's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "hc_visit"
TICKET = "visit"
"""Name of the field of a form that carries its ticket."""
SALT = "feedback.pages.visit"
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=1)
REMEMBERED = timedelta(days=1)
"""So long after it is over, a visit says whose words come in late; it opens nothing."""


@dataclass(frozen=True, slots=True)
class Visit:
    """`message_id` None: what was typed is no text of ours. `opened`: the secret was right.

    `told`: the code of what the next page has to confirm, `about` a figure in it.
    """

    lender_id: int
    message_id: int | None
    begun: datetime
    seen: datetime
    opened: bool = False
    told: str = ""
    about: str = ""


def begin(*, lender_id: int, message_id: int | None, now: datetime) -> Visit:
    """A visit by somebody who typed a code."""
    return Visit(lender_id=lender_id, message_id=message_id, begun=now, seen=now)


def read(request: HttpRequest, *, lender_id: int, now: datetime) -> Visit | None:
    """The visit under way at this lender's pages; None when there is none or it is over."""
    visit = _of(request, lender_id)
    if visit is None or visit.seen > now + IDLE or time_left(visit, now) < timedelta(0):
        return None
    return visit


def lapsed(request: HttpRequest, *, lender_id: int, now: datetime) -> Visit | None:
    """A visit that is over, and was not left by its visitor; for a day."""
    visit = _of(request, lender_id)
    if visit is None or time_left(visit, now) >= timedelta(0) or now - visit.seen > REMEMBERED:
        return None
    return visit


def ticket(visit: Visit, now: datetime) -> str:
    """What a form carries so that its words find their customer where the cookies are gone."""
    shown = {**_said(visit), "s": int(now.timestamp())}
    return signing.Signer(salt=f"{SALT}.ticket").sign_object(shown)


def of_ticket(said: str, *, lender_id: int, now: datetime) -> Visit | None:
    """The visit a form was shown in, over by now: it says whose the words are, and opens nothing.
    None without one of ours, or a day after."""
    try:
        shown = _from(signing.Signer(salt=f"{SALT}.ticket").unsign_object(said))
    except (signing.BadSignature, LookupError, ValueError, TypeError, OverflowError):
        return None
    if shown.lender_id != lender_id or not timedelta(0) <= now - shown.seen <= REMEMBERED:
        return None
    over = min(shown.seen, now - IDLE - timedelta(seconds=1))
    return replace(shown, begun=over, seen=over, told="", about="")


def time_left(visit: Visit, now: datetime) -> timedelta:
    """Until it is over by itself; below zero: it is."""
    return min(visit.seen + IDLE, visit.begun + LONGEST) - now


def _of(request: HttpRequest, lender_id: int) -> Visit | None:
    try:
        data = signing.Signer(salt=SALT).unsign_object(request.COOKIES.get(COOKIE, ""))
        visit = _from(data)
    except (signing.BadSignature, LookupError, ValueError, TypeError, OverflowError):
        return None
    return visit if visit.lender_id == lender_id else None


def write(response: HttpResponse, visit: Visit, *, path: str, now: datetime) -> None:
    """Hand the cookie on; every page seen (`now`) begins its quarter of an hour anew."""
    response.set_cookie(
        COOKIE,
        signing.Signer(salt=SALT).sign_object({**_said(visit), "s": int(now.timestamp())}),
        max_age=int(REMEMBERED.total_seconds()),
        path=path,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def end(response: HttpResponse, *, path: str) -> None:
    """Forget the visit."""
    response.delete_cookie(COOKIE, path=path, samesite="Strict")


def _said(visit: Visit) -> dict[str, Any]:
    return {
        "l": visit.lender_id,
        "m": visit.message_id,
        "b": int(visit.begun.timestamp()),
        "s": int(visit.seen.timestamp()),
        "o": visit.opened,
        "t": visit.told,
        "a": visit.about,
    }


def _from(data: Any) -> Visit:
    return Visit(
        lender_id=int(data["l"]),
        message_id=None if data["m"] is None else int(data["m"]),
        begun=datetime.fromtimestamp(data["b"], UTC),
        seen=datetime.fromtimestamp(data["s"], UTC),
        opened=data["o"] is True,
        told=str(data["t"]),
        about=str(data["a"]),
    )
