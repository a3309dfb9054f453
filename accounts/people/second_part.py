"""The second part of a link to a new password, for somebody whom no e-mail reaches.

Whoever asks is shown a code, once; whoever approves is shown the link. Neither opens anything by
itself, and both are given to the person by two people: so none of them can use the link first.
"""

from __future__ import annotations

import secrets
import unicodedata
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from accounts.models import StaffRequest, User
from accounts.signin import throttle
from accounts.signin.limits import SECOND_PART

SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is taken for another
LENGTH, GROUP = 12, 4
_SALT = "accounts.people.second_part"


class Link(PasswordResetTokenGenerator):
    """Of one request; no link of another kind opens its page, and it opens no other page."""

    key_salt = "accounts.people.second_part.Link"

    def __init__(self, asked: StaffRequest) -> None:
        super().__init__()
        self._asked = asked

    def _make_hash_value(self, user: Any, timestamp: int) -> str:
        return f"{super()._make_hash_value(user, timestamp)}{self._asked.pk}"


def new_code() -> str:
    """60 bits, in three groups."""
    drawn = "".join(secrets.choice(SIGNS) for _ in range(LENGTH))
    return "-".join(drawn[start : start + GROUP] for start in range(0, LENGTH, GROUP))


def mark(code: str) -> str:
    """What is kept of a code."""
    said = unicodedata.normalize("NFKC", code).upper()
    plain = "".join(sign for sign in said if sign in SIGNS)
    return salted_hmac(_SALT, plain, algorithm="sha256").hexdigest()


def link(asked: StaffRequest) -> str:
    """The path of the page on which both parts are typed, after the request was approved."""
    who = urlsafe_base64_encode(force_bytes(asked.subject_id))
    token = Link(asked).make_token(asked.subject)
    return reverse("set_password_in_two_parts", args=[who, asked.pk, token])


def asked_for(request_id: int, now: datetime) -> StaffRequest | None:
    """The approved request of a link, as long as it lasts."""
    return (
        StaffRequest.objects.filter(
            pk=request_id,
            kind=StaffRequest.Kind.PASSWORD,
            state=StaffRequest.State.APPROVED,
            decided_at__gt=now - timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT),
        )
        .exclude(second_part="")
        .select_related("subject")
        .first()
    )


def try_code(asked: StaffRequest, code: str, *, now: datetime) -> tuple[bool, datetime | None]:
    """Whether it is the code; and until when no other may be tried, when that is so now."""
    places: dict[bytes, Any] = {throttle.place(SECOND_PART, str(asked.pk)): SECOND_PART}
    until = throttle.count(places, now=now)
    if until is not None:
        return False, until
    right = constant_time_compare(mark(code), asked.second_part)
    if right:
        throttle.give_back(places, forget=places, now=now)
    return right, None


def needed(subject: User, kind: str) -> bool:
    """Whether no mail carries the link: no address, or a production without a mail server."""
    return kind == StaffRequest.Kind.PASSWORD and not by_mail(subject)


def by_mail(subject: User) -> bool:
    """A sandbox shows the mails it keeps as files; those of a production are read by nobody."""
    kept = settings.EMAIL_BACKEND.endswith("filebased.EmailBackend") and not settings.SANDBOX
    return bool(subject.email) and not kept
