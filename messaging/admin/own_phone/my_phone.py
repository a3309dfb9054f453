"""A person's own telephone: the number, its confirmation, its code, what was sent to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import View, needs, render, staff
from accounts.disclosure import personal
from accounts.errors import Refused
from accounts.models import StaffNumber
from accounts.staff_numbers import service as numbers
from config import clock
from messaging.admin.own_phone.sent import sends_of
from messaging.own_phone import asking
from messaging.own_phone.gateway import for_testing
from messaging.tasks import send_to_phones

MAY = "accounts.add_staffnumber"
Act = Callable[[HttpRequest], str]


@needs(MAY)
def my_phone(request: HttpRequest) -> HttpResponse:
    """Six queries, whatever was sent."""
    person, now = staff(request), clock.now()
    number = numbers.of(person)
    return render(
        request,
        "messaging/my_phone.html",
        title=_("My telephone"),
        number=number,
        masked=personal.masked_own_number(number) if number else "",
        sends=sends_of(person, now=now),
        gateway=for_testing(now),
        left=asking.left_today(person, now),
        most=settings.PHONE_SENDS_A_DAY,
        has_handset=settings.SANDBOX and person.has_perm("messaging.use_handset"),
        LASTS=int(numbers.CODE_LASTS.total_seconds() // 60),
    )


def _act(*, weighty: bool = False) -> Callable[[Act], View]:
    """A POST that says what came of it, on the page of the telephone."""

    def decorate(act: Act) -> View:
        @needs(MAY)
        @require_POST
        @wraps(act)
        def done(request: HttpRequest) -> HttpResponse:
            if weighty and (question := step_up.ask(request)) is not None:
                return question
            try:
                messages.success(request, act(request))
            except Refused as refused:
                messages.error(request, str(refused))
            return HttpResponseRedirect(reverse("admin:my_phone"))

        return done

    return decorate


@_act(weighty=True)
def my_phone_enter(request: HttpRequest) -> str:
    numbers.ask(staff(request), typed=request.POST.get("typed", "")[:30], now=clock.now())
    return _("Entered. A supervisor or an administrator confirms now that it is yours.")


@_act()
def my_phone_code(request: HttpRequest) -> str:
    asking.send_code(by=staff(request), now=clock.now())
    transaction.on_commit(send_to_phones.delay)
    return _("A code is on its way. Type it below as soon as it arrives.")


@_act()
def my_phone_prove(request: HttpRequest) -> str:
    numbers.prove(_mine(request), typed=request.POST.get("code", "")[:20], now=clock.now())
    return _("Proved. Texts can be tried on this telephone.")


@_act()
def my_phone_end(request: HttpRequest) -> str:
    numbers.end(_mine(request), by=staff(request), now=clock.now())
    return _("Ended. The number is not kept.")


def _mine(request: HttpRequest) -> StaffNumber:
    number = numbers.of(staff(request))
    if number is None:
        raise Refused(_("You have no telephone here yet that texts may be tried on."))
    return number
