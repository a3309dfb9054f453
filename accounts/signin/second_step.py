"""The second step: a code or a passkey of whoever gave the right password, counted and recorded."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import datetime

from django.http import HttpRequest

from accounts.models import Factor, SignInAttempt, User
from accounts.signin import attempts, factors, recovery, throttle, totp
from accounts.signin.attempts import Visitor
from accounts.signin.limits import CODE_DEVICE, CODE_LOGIN, CODE_PAIR
from accounts.signin.password_step import Tried, visitor_of

Step, Outcome = SignInAttempt.Step, SignInAttempt.Outcome
LONGEST = 40


def try_code(
    request: HttpRequest, user: User, typed: str, *, right: str, now: datetime, machine: datetime
) -> Tried:
    """Whether it is a code of theirs, of the app or on paper. `right`: the outcome to record then.
    `machine`: real time, which telephones go by."""
    said = plain(typed)
    if re.fullmatch(r"\d{6}", said):
        return tried(
            request, user, lambda: _of_an_app(user, said, machine), Step.CODE, right=right, now=now
        )
    return tried(
        request,
        user,
        lambda: factors.of(user).exists() and recovery.take(user, said, now=machine),
        Step.RECOVERY,
        right=right,
        now=now,
    )


def plain(typed: str) -> str:
    """Without spaces and dashes, narrow, in capitals."""
    narrow = unicodedata.normalize("NFKC", typed[:LONGEST]).upper()
    return re.sub(r"[\W_]", "", narrow)


def tried(
    request: HttpRequest,
    user: User,
    holds: Callable[[], bool],
    step: str,
    *,
    right: str,
    now: datetime,
) -> Tried:
    """Count a try, ask whether it `holds` if it may be made now, and record how it ended."""
    visitor = visitor_of(request, user)
    places, own = _places(user, visitor)
    until = throttle.count(places, now=now)
    held = until is None and holds()
    if held:
        throttle.give_back(places, forget=own, now=now)
    outcome = Outcome.WAITED if until else right if held else Outcome.WRONG
    attempt = attempts.record(
        user=user, login=user.username, visitor=visitor, step=step, outcome=outcome, now=now
    )
    return Tried(user=user if held else None, wait_until=until, attempt=attempt)


def _of_an_app(user: User, code: str, machine: datetime) -> bool:
    apps = factors.of(user).filter(kind=Factor.Kind.TOTP)
    return any(totp.take(app, code, now=machine) for app in apps)


def _places(user: User, visitor: Visitor) -> tuple[throttle.Places, throttle.Places]:
    who = str(user.pk)
    if visitor.known_device:
        own = {throttle.place(CODE_DEVICE, who, visitor.known_device): CODE_DEVICE}
        return own, own
    pair = {throttle.place(CODE_PAIR, who, visitor.network): CODE_PAIR}
    return pair | {throttle.place(CODE_LOGIN, who): CODE_LOGIN}, pair
