"""In a sandbox: the telephone of one's own, with what came on it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_part
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.staff_numbers import service as numbers
from messaging.own_phone import handset

MAY = ("messaging.use_handset", "accounts.add_staffnumber")


@needs(*MAY)
def handset_own(request: HttpRequest) -> HttpResponse:
    """One's own alone: a code on it proves a number."""
    _only_in_a_sandbox()
    number = numbers.of(staff(request))
    return render(
        request,
        "messaging/handset_own.html",
        title=_("My handset"),
        number=number,
        masked=personal.masked_own_number(number) if number else "",
        texts=handset.texts(number),
    )


@needs(*MAY)
def handset_own_texts(request: HttpRequest) -> HttpResponse:
    """Only its screen, for its own refreshing."""
    _only_in_a_sandbox()
    number = numbers.of(staff(request))
    return render_part(
        request,
        "messaging/handset_own_texts.html",
        {
            "texts": handset.texts(number),
            "masked": personal.masked_own_number(number) if number else "",
        },
    )


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Http404
