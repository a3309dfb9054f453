"""The second step of signing in: a code or a passkey."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect

from accounts.admin.coming_in import come_in
from accounts.admin.pages import render
from accounts.admin.waiting import waiting
from accounts.models import Factor, SignInAttempt, User
from accounts.signin import factors, half, passkeys, second_step as service
from accounts.signin.password_step import Tried
from config import clock

SIGNED_IN = SignInAttempt.Outcome.SIGNED_IN


@never_cache
@csrf_protect
def second_step(request: HttpRequest) -> HttpResponse:
    """Nobody is signed in here yet; whoever has not given a password begins at the door."""
    machine = clock.machine()
    begun = half.of(request, machine)
    if begun is None:
        return HttpResponseRedirect(reverse("admin:login"))
    user, to = begun
    said, status = "", 200
    if request.method == "POST":
        now = clock.now()
        sent = request.POST
        tried = answered(
            request,
            user,
            right=SIGNED_IN,
            code=sent.get("code", ""),
            passkey=sent.get("passkey", ""),
        )
        if tried.user is not None and tried.attempt is not None:
            return come_in(request, user, tried.attempt, to=to)
        said, status = wrong(tried, now), 422
    kinds = set(factors.of(user).values_list("kind", flat=True))
    return render(
        request,
        "staff/second_step.html",
        title=_("Second step"),
        status=status,
        said=said,
        app=Factor.Kind.TOTP in kinds,
        passkey=Factor.Kind.PASSKEY in kinds,
        ask_url=reverse("admin:second_step_ask"),
    )


@never_cache
def second_step_ask(request: HttpRequest) -> HttpResponse:
    """What a passkey is asked to sign."""
    begun = half.of(request, clock.machine())
    if begun is None:
        return JsonResponse({}, status=403)
    return JsonResponse(passkeys.ask(request, begun[0]))


def answered(request: HttpRequest, user: User, *, right: str, code: str, passkey: str) -> Tried:
    """What was given: `passkey`, the browser's answer as JSON, or else `code`."""
    now, machine = clock.now(), clock.machine()
    if not passkey:
        return service.try_code(request, user, code, right=right, now=now, machine=machine)
    answer = passkey_answer(passkey)
    return service.tried(
        request,
        user,
        lambda: passkeys.holds(request, user, answer, now=machine),
        SignInAttempt.Step.PASSKEY,
        right=right,
        now=now,
    )


def passkey_answer(sent: str) -> dict[str, Any]:
    """What a browser answered; empty where it is no JSON object."""
    try:
        found = json.loads(sent)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def wrong(tried: Tried, now: Any) -> str:
    """Why the second step was not taken, for the person."""
    if tried.wait_until is not None:
        return waiting(tried.wait_until, now)
    return _("That was not right, or was used already. An app shows a new code every half minute.")
