"""In a sandbox: the telephone of one's own, with what came on it."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render as render_part
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from accounts.models import StaffNumber, User
from accounts.staff_numbers import service as numbers
from messaging.models import SandboxText

MAY = ("messaging.use_handset", "accounts.add_staffnumber")
SHOWN = 50


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
        texts=_texts(number),
    )


@needs(*MAY)
def handset_own_texts(request: HttpRequest) -> HttpResponse:
    """Only its screen, for its own refreshing."""
    _only_in_a_sandbox()
    person: User = staff(request)
    number = numbers.of(person)
    return render_part(
        request,
        "messaging/handset_own_texts.html",
        {
            "texts": _texts(number),
            "masked": personal.masked_own_number(number) if number else "",
        },
    )


def _texts(number: StaffNumber | None) -> list[tuple[str, SandboxText]]:
    """The oldest first, as on a telephone."""
    if number is None:
        return []
    kept = SandboxText.objects.filter(
        address_hash=number.sms_hash, direction=SandboxText.Direction.TO_HANDSET
    )
    latest = kept.order_by("-pk")[:SHOWN]
    return [(SandboxText.text.field.shown(text), text) for text in reversed(latest)]


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Http404
