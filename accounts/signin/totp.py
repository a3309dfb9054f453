"""Codes of an authenticator app (RFC 6238: six digits, a new one every thirty seconds)."""

from __future__ import annotations

import base64
import hmac
import secrets
from datetime import datetime
from urllib.parse import quote, urlencode

import segno
from django.db import transaction
from django_otp.oath import hotp

from accounts.models import Factor, User
from accounts.signin import notices

STEP_SECONDS = 30
DIGITS = 6
SECRET_BYTES = 20  # RFC 4226 4: 160 bits
ISSUER = "Huancui"
NEIGHBOURS = (0, -1, 1)
"""A code is taken for its own half-minute, the one before and the one after (RFC 6238 5.2)."""


def begin(user: User, *, now: datetime) -> Factor:
    """An app that is being added: the one begun before, if there is one. Counts for nothing yet."""
    with transaction.atomic():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        open_ = Factor.objects.filter(user=user, kind=Factor.Kind.TOTP, confirmed_at=None)
        found = open_.filter(removed_at=None).first()
        if found is not None:
            return found
        secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
        made: Factor = Factor.objects.create(
            user=user, kind=Factor.Kind.TOTP, secret=secret, begun_at=now
        )
        return made


def address(factor: Factor) -> str:
    """What the app is told, as a picture or by hand."""
    label = quote(f"{ISSUER}:{factor.user.username}")
    asked = {"secret": factor.secret, "issuer": ISSUER, "digits": DIGITS, "period": STEP_SECONDS}
    return f"otpauth://totp/{label}?{urlencode(asked)}"


def picture(factor: Factor) -> str:
    """The address as a QR code, drawn here: a data URI of an SVG."""
    drawn: str = segno.make(address(factor), error="m").svg_data_uri(scale=5, border=2)
    return drawn


def take(factor: Factor, code: str, *, now: datetime) -> bool:
    """Whether it is the app's code of this moment, and nobody used it before. It is used up."""
    step = _step_of(factor.secret, code, now)
    if step is None:
        return False
    unused = Factor.objects.filter(pk=factor.pk, counter__lt=step, removed_at=None)
    return bool(unused.update(counter=step, used_at=now))


def confirm(factor: Factor, code: str, *, name: str, now: datetime) -> bool:
    """The first code of an app that is being added: from now on it counts."""
    if not take(factor, code, now=now):
        return False
    Factor.objects.filter(pk=factor.pk, confirmed_at=None).update(confirmed_at=now, name=name)
    notices.tell(factor.user, notices.Event.FACTOR_NEW)
    return True


def _step_of(secret: str, code: str, now: datetime) -> int | None:
    """The time step whose code this is; every neighbour is compared, in the same time."""
    key = base64.b32decode(secret)
    present = int(now.timestamp()) // STEP_SECONDS
    found = None
    for offset in NEIGHBOURS:
        right = f"{hotp(key, present + offset, DIGITS):0{DIGITS}}"
        if hmac.compare_digest(right.encode(), code.encode()):
            found = present + offset
    return found
