"""A password typed at the door, or once more inside: counted, tried, recorded; at the door with the
same answer whoever is named."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import authenticate
from django.http import HttpRequest

from accounts.input.network import network_of
from accounts.models import SignInAttempt, User
from accounts.signin import attempts, devices, factors, throttle
from accounts.signin.attempts import Visitor, same_login
from accounts.signin.limits import DEVICE, EVERYWHERE, LOGIN, NETWORK, PAIR

Step, Outcome = SignInAttempt.Step, SignInAttempt.Outcome


@dataclass(frozen=True, slots=True)
class Tried:
    """`user`: whose it was. Else `wait_until` where it was not tried at all."""

    user: User | None = None
    wait_until: datetime | None = None
    attempt: SignInAttempt | None = None


def visitor_of(request: HttpRequest, user: User | None) -> Visitor:
    """Where a request comes from, as seen by this login."""
    return Visitor(
        network=network_of(request),
        device=devices.device_of(request),
        known_device=devices.known_device(request, user),
    )


def places_of(login: str, visitor: Visitor) -> tuple[throttle.Places, throttle.Places]:
    """Where a try counts; and of those, the ones a right try forgets."""
    named = same_login(login)
    if visitor.known_device:
        own = {throttle.place(DEVICE, named, visitor.known_device): DEVICE}
        return own, own
    pair = {throttle.place(PAIR, named, visitor.network): PAIR}
    others = {
        throttle.place(NETWORK, visitor.network): NETWORK,
        throttle.place(LOGIN, named): LOGIN,
        throttle.place(EVERYWHERE): EVERYWHERE,
    }
    return pair | others, pair


def try_password(request: HttpRequest, login: str, password: str, *, now: datetime) -> Tried:
    """Who has this login and this password, if it may be tried now: they are in, unless they have
    a second factor. Known and unknown logins cost the same until the password is right: one
    password hash, the same statements."""
    known = User.objects.filter(username=login).first()
    visitor = visitor_of(request, known)
    places, own = places_of(login, visitor)

    def ended(outcome: str) -> SignInAttempt:
        return attempts.record(
            user=known, login=login, visitor=visitor, step=Step.PASSWORD, outcome=outcome, now=now
        )

    until = throttle.count(places, now=now)
    if until is not None:
        return Tried(wait_until=until, attempt=ended(Outcome.WAITED))
    user = authenticate(request, username=login, password=password)
    if not isinstance(user, User) or not user.is_staff:
        closed = known is not None and not (known.is_active and known.is_staff)
        return Tried(attempt=ended(Outcome.CLOSED if closed else Outcome.WRONG))
    throttle.give_back(places, forget=own, now=now)
    half = factors.of(user).exists()
    return Tried(user=user, attempt=ended(Outcome.RIGHT if half else Outcome.SIGNED_IN))


def confirm_password(
    request: HttpRequest, user: User, password: str, *, step: str, now: datetime
) -> Tried:
    """Whether who is signed in knows the password, if it may be tried now. Counted as at the door:
    whoever found an open session does not guess any faster."""
    visitor = visitor_of(request, user)
    places, own = places_of(user.username, visitor)
    until = throttle.count(places, now=now)
    right = until is None and user.check_password(password)
    if right:
        throttle.give_back(places, forget=own, now=now)
    outcome = Outcome.WAITED if until else Outcome.RIGHT if right else Outcome.WRONG
    attempt = attempts.record(
        user=user, login=user.username, visitor=visitor, step=step, outcome=outcome, now=now
    )
    return Tried(user=user if right else None, wait_until=until, attempt=attempt)
