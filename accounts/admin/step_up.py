"""Asks for password or second factor before an act, and then goes on with it.

What was typed or chosen travels with the question, as hidden fields of its form: it is sent to the
same address again together with the answer, and nothing of it is kept anywhere.
"""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse, QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import View, needs, render, staff
from accounts.admin.second_step import answered
from accounts.admin.waiting import waiting
from accounts.models import Factor, SignInAttempt, User
from accounts.signin import factors, passkeys, stepping_up
from accounts.signin.password_step import Tried, confirm_password
from config import clock

PASSWORD, CODE, PASSKEY = ANSWERS = ("step_up_password", "step_up_code", "step_up_passkey")
LOOKED = "step_up_looked"
OWN = (*ANSWERS, LOOKED)
"""Fields of the question; the act behind it sees none of them."""

RIGHT, Step = SignInAttempt.Outcome.RIGHT, SignInAttempt.Step


def required(view: View) -> View:
    """For what stands below `needs`: a POST, or a GET that hands something out."""

    @wraps(view)
    def asked_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = ask(request)
        return view(request, *args, **kwargs) if question is None else question

    return asked_first


def on_post(view: View) -> View:
    """As `required`, where looking at the page is free."""

    @wraps(view)
    def asked_first(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        question = ask(request) if request.method == "POST" else None
        return view(request, *args, **kwargs) if question is None else question

    return asked_first


def ask(request: HttpRequest) -> HttpResponse | None:
    """The question, or None where it is answered and the act goes on."""
    machine, said = clock.machine(), ""
    if any(request.POST.get(field) for field in ANSWERS):
        tried = _answered(request, staff(request))
        if tried.user is None:
            said = _why(tried)
        else:
            stepping_up.mark(request, machine)
        if tried.user is not None and request.POST.get(LOOKED):
            return HttpResponseRedirect(request.get_full_path())
    if not said and stepping_up.is_fresh(request, machine):
        request.POST = _without_answers(request.POST)  # type: ignore[assignment]
        return None
    return _question(request, said)


def _question(request: HttpRequest, said: str) -> HttpResponse:
    person = staff(request)
    kinds = set(factors.of(person).values_list("kind", flat=True))
    return render(
        request,
        "staff/step_up.html",
        title=_("Is it you?"),
        status=422 if said else 200,
        said=said,
        kept=[(key, value) for key, values in _rest(request).lists() for value in values],
        looked=request.method != "POST" or bool(request.POST.get(LOOKED)),
        password=person.has_usable_password(),
        app=Factor.Kind.TOTP in kinds,
        passkey=Factor.Kind.PASSKEY in kinds,
        ask_url=reverse("admin:step_up_ask"),
    )


@needs()
def step_up_ask(request: HttpRequest) -> HttpResponse:
    """What a passkey is asked to sign."""
    return JsonResponse(passkeys.ask(request, staff(request)))


def _answered(request: HttpRequest, person: User) -> Tried:
    said = request.POST
    if password := said.get(PASSWORD):
        now = clock.now()
        return confirm_password(request, person, password, step=Step.STEP_UP, now=now)
    return answered(
        request, person, right=RIGHT, code=said.get(CODE, ""), passkey=said.get(PASSKEY, "")
    )


def _rest(request: HttpRequest) -> QueryDict:
    rest = _without_answers(request.POST)
    rest.pop("csrfmiddlewaretoken", None)
    return rest


def _without_answers(sent: QueryDict) -> QueryDict:
    rest = sent.copy()
    for field in OWN:
        rest.pop(field, None)
    return rest


def _why(tried: Tried) -> str:
    if tried.wait_until is not None:
        return waiting(tried.wait_until, clock.now())
    return _("That was not right. What you chose is still here.")
