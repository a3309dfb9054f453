"""A person adds second factors, removes them, and makes recovery codes."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.actions import action
from accounts.admin.pages import needs, render, staff
from accounts.admin.second_step import passkey_answer
from accounts.admin.waiting import waiting
from accounts.models import Factor, SignInAttempt, User
from accounts.signin import factors, first_factor, passkeys, recovery, totp
from accounts.signin.password_step import Tried
from accounts.signin.second_step import plain, tried
from config import clock

LONGEST_NAME = 60
RIGHT, Step = SignInAttempt.Outcome.RIGHT, SignInAttempt.Step


@needs()
def factor_add(request: HttpRequest) -> HttpResponse:
    """An app by its picture and first code, or a passkey. The secret is shown here only, and only
    until the app is confirmed."""
    person = staff(request)
    return _page(request, person, said="")


@needs()
@require_POST
@step_up.required
def factor_app(request: HttpRequest) -> HttpResponse:
    """The first code of the app."""
    person, now, machine = staff(request), clock.now(), clock.machine()
    if not first_factor.may_add(request, person, now=machine):
        return _page(request, person, said="", status=403)
    factor = totp.begin(person, now=machine)
    code, name = plain(request.POST.get("code", "")), _name(request)
    done = tried(
        request,
        person,
        lambda: totp.confirm(factor, code, name=name, now=machine),
        Step.CODE,
        right=RIGHT,
        now=now,
    )
    if done.user is None:
        return _page(request, person, said=_why(done), status=422)
    return _added(request, person)


@needs()
def factor_passkey_ask(request: HttpRequest) -> HttpResponse:
    """What the browser is asked to make."""
    person = staff(request)
    if not first_factor.may_add(request, person, now=clock.machine()):
        return JsonResponse({}, status=403)
    return JsonResponse(passkeys.add_begin(request, person))


@needs()
@require_POST
@step_up.required
def factor_passkey(request: HttpRequest) -> HttpResponse:
    person = staff(request)
    if not first_factor.may_add(request, person, now=clock.machine()):
        return _page(request, person, said="", status=403)
    made = passkeys.add_complete(
        request,
        person,
        passkey_answer(request.POST.get("passkey", "")),
        name=_name(request),
        now=clock.machine(),
    )
    if made is None:
        said = _("The browser did not make a passkey. Try again, or use an app.")
        return _page(request, person, said=said, status=422)
    return _added(request, person)


def _own(factor_id: int) -> Factor:
    return get_object_or_404(Factor, pk=factor_id)


def _to_login(_factor: Factor) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:my_login"))


@action(find=_own, to=_to_login, step_up=True)
def factor_remove(request: HttpRequest, factor: Factor) -> str:
    factors.remove(factor, by=staff(request), now=clock.machine())
    request.session.pop(factors.SEEN, None)
    return _("Removed: %(factor)s.") % {"factor": factor}


@needs()
@require_POST
@step_up.required
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """New ones, shown once."""
    person = staff(request)
    if not factors.of(person).exists():
        return HttpResponseRedirect(reverse("admin:factor_add"))
    return _codes(request, person)


def _page(request: HttpRequest, person: User, *, said: str, status: int = 200) -> HttpResponse:
    if not first_factor.may_add(request, person, now=clock.machine()):
        title = _("Add a second factor")
        return render(request, "accounts/factor_by_link.html", title=title, status=status)
    factor = totp.begin(person, now=clock.machine())
    return render(
        request,
        "accounts/factor_add.html",
        title=_("Add a second factor"),
        status=status,
        said=said,
        picture=totp.picture(factor),
        secret=" ".join(factor.secret[n : n + 4] for n in range(0, len(factor.secret), 4)),
        needed=factors.needs_one(person),
    )


def _added(request: HttpRequest, person: User) -> HttpResponse:
    messages.success(request, _("The second factor is added. It is asked for at each sign-in."))
    if recovery.left(person):
        return HttpResponseRedirect(reverse("admin:my_login"))
    return _codes(request, person)


def _codes(request: HttpRequest, person: User) -> HttpResponse:
    response = render(
        request,
        "accounts/recovery_codes.html",
        title=_("Recovery codes"),
        codes=recovery.renew(person, now=clock.machine()),
    )
    response["Cache-Control"] = "no-store"
    return response


def _name(request: HttpRequest) -> str:
    return request.POST.get("name", "").strip()[:LONGEST_NAME]


def _why(done: Tried) -> str:
    if done.wait_until is not None:
        return waiting(done.wait_until, clock.now())
    return _("That was not the code of this app. It shows a new one every half minute.")
