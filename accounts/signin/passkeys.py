"""Passkeys (WebAuthn level 2): a key that stays in a telephone, a laptop or a stick, bound to the
host of these pages, so that no other page can ask for it.

The challenge of each ceremony is kept in the session, under a name of its own, and used once.
"""

from __future__ import annotations

import base64
import struct
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography.exceptions import UnsupportedAlgorithm
from django.http import HttpRequest
from django.http.request import split_domain_port
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    AuthenticatorData,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    UserVerificationRequirement,
)

from accounts.models import Factor, User
from accounts.signin import factors, notices

NAME = "Huancui"
ADDING, ASKING = "passkey_adding", "passkey_asking"
VERIFICATION = UserVerificationRequirement.DISCOURAGED
"""The password was asked for already; a fingerprint beside it is the device's to ask."""

Json = Mapping[str, Any]
MALFORMED = (
    *(ValueError, TypeError, LookupError, AttributeError, AssertionError, struct.error),
    UnsupportedAlgorithm,
)
"""What reading an answer raises that no browser gave: fido2 takes it apart as it comes."""

MOST = 10
"""Passkeys of one person."""


def add_begin(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser is asked to make, as JSON."""
    asked, state = _server(request).register_begin(
        PublicKeyCredentialUserEntity(
            id=str(user.pk).encode(), name=user.username, display_name=str(user)
        ),
        credentials=_keys(user),
        user_verification=VERIFICATION,
    )
    request.session[ADDING] = _plain(state)
    return dict(asked)


def add_complete(
    request: HttpRequest, user: User, answer: Json, *, name: str, now: datetime
) -> Factor | None:
    """The new passkey; None where the browser's answer is not to what was asked."""
    state = request.session.pop(ADDING, None)
    if state is None or len(_keys(user)) >= MOST:
        return None
    try:
        made: AuthenticatorData = _server(request).register_complete(state, answer)
    except MALFORMED:
        return None
    if made.credential_data is None:
        return None
    factor: Factor = Factor.objects.create(
        user=user,
        kind=Factor.Kind.PASSKEY,
        name=name,
        secret=base64.b64encode(made.credential_data).decode(),
        counter=made.counter,
        begun_at=now,
        confirmed_at=now,
    )
    notices.tell(user, notices.Event.FACTOR_NEW)
    return factor


def ask(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser is asked to sign, as JSON."""
    asked, state = _server(request).authenticate_begin(_keys(user), user_verification=VERIFICATION)
    request.session[ASKING] = _plain(state)
    return dict(asked)


def holds(request: HttpRequest, user: User, answer: Json, *, now: datetime) -> bool:
    """Whether it was signed by a passkey of theirs; each question is answered once. A passkey that
    counts its signatures and has counted backwards is a copy, and is not taken."""
    state = request.session.pop(ASKING, None)
    if state is None:
        return False
    rows = {key.credential_id: row for row, key in _rows(user)}
    try:
        used = _server(request).authenticate_complete(state, _keys(user), answer)
        count = AuthenticationResponse.from_dict(answer).response.authenticator_data.counter
    except MALFORMED:
        return False
    mine = Factor.objects.filter(pk=rows[used.credential_id].pk, removed_at=None)
    if count:
        return bool(mine.filter(counter__lt=count).update(counter=count, used_at=now))
    return bool(mine.filter(counter=0).update(used_at=now))


def _rows(user: User) -> list[tuple[Factor, AttestedCredentialData]]:
    mine = factors.of(user).filter(kind=Factor.Kind.PASSKEY)
    return [(row, AttestedCredentialData(base64.b64decode(row.secret))) for row in mine]


def _keys(user: User) -> list[AttestedCredentialData]:
    return [key for _row, key in _rows(user)]


def _server(request: HttpRequest) -> Fido2Server:
    """Of the host these pages are on, which Django has checked; browsers take no address of
    numbers, so in a sandbox it is localhost."""
    host = split_domain_port(request.get_host())[0]
    return Fido2Server(PublicKeyCredentialRpEntity(id=host, name=NAME))


def _plain(state: Any) -> dict[str, str]:
    return {"challenge": state["challenge"], "user_verification": str(VERIFICATION.value)}
