"""The sandbox handset: see the phone with the texts that arrived, answer as the customer."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render as render_part
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render
from accounts.disclosure import personal
from accounts.models import ContactPoint
from config import clock
from messaging.admin.templates.as_seen import as_seen
from messaging.inbound import sandbox_handset
from messaging.policy.parts import WRITTEN
from messaging.replies.intents import Intent

EFFECTS = {
    Intent.OPT_OUT: gettext_lazy("Nothing more is sent to this number."),
    Intent.OPT_OUT_REVIEW: gettext_lazy(
        "Nothing more is sent to this number; a person looks at it."
    ),
    Intent.WRONG_PARTY: gettext_lazy("Nothing more is sent to this number, for any customer."),
    Intent.COMPLAINT: gettext_lazy("Taken as a complaint; messages are held."),
    Intent.PAID: gettext_lazy("Says it is paid; messages are held until the ledger confirms."),
    Intent.HARDSHIP: gettext_lazy("Taken as hardship; messages are held."),
    Intent.DISPUTE: gettext_lazy("Taken as a dispute; messages are held."),
    Intent.DISTRESS: gettext_lazy("Held at once; a person looks first of all."),
    Intent.PROMISE: gettext_lazy("Taken as a promise to pay; a person looks at it."),
    Intent.REVIEW: gettext_lazy("A person looks at it."),
    Intent.NO_EDUCATION: gettext_lazy("No more useful knowledge goes there; reminders go on."),
}
NO_EFFECT = gettext_lazy("Put into the inbox.")
HELD = gettext_lazy("No automatic text before somebody has read it.")
ALSO_STOPPED = gettext_lazy("Nothing more is sent to this number.")
STOPPING = {Intent.OPT_OUT, Intent.OPT_OUT_REVIEW, Intent.WRONG_PARTY}


@needs("messaging.use_handset")
def handset_page(request: HttpRequest, point_id: int | None = None) -> HttpResponse:
    _only_in_a_sandbox()
    wanted = request.GET.get("customer", "").strip()
    points = sandbox_handset.handsets_of(wanted) if wanted else sandbox_handset.handsets_in_use()
    if wanted and point_id is None and len(points) == 1:
        return _to(points[0].pk)
    point = get_object_or_404(_points(), pk=point_id) if point_id else None
    return render(
        request,
        "messaging/handset.html",
        title=_("Handset"),
        wanted=wanted,
        points=[
            {
                "point": each,
                "name": personal.masked_name(each.customer),
                "number": personal.masked_address(each),
                "chosen": each.pk == point_id,
            }
            for each in points
        ],
        point=point,
        longest=sandbox_handset.LONGEST_ANSWER,
        **(_screen(point) if point else {}),
    )


@needs("messaging.use_handset")
def handset_texts(request: HttpRequest, point_id: int) -> HttpResponse:
    """Only the screen of the phone, for its own refreshing."""
    _only_in_a_sandbox()
    point = get_object_or_404(_points(), pk=point_id)
    return render_part(request, "messaging/handset_texts.html", {"point": point, **_screen(point)})


@needs("messaging.use_handset")
@require_POST
def handset_answer(request: HttpRequest, point_id: int) -> HttpResponse:
    _only_in_a_sandbox()
    point = get_object_or_404(_points(), pk=point_id)
    text = request.POST.get("text", "").strip()[: sandbox_handset.LONGEST_ANSWER]
    if text:
        sandbox_handset.answer(point, text=text, now=clock.now())
    else:
        messages.warning(request, _("Write something to answer."))
    return _to(point_id)


@needs("messaging.use_handset")
@require_POST
def handset_switch(request: HttpRequest, point_id: int) -> HttpResponse:
    _only_in_a_sandbox()
    point = get_object_or_404(_points(), pk=point_id)
    sandbox_handset.switch(point, off=request.POST.get("to") == "off", now=clock.now())
    return _to(point_id)


def _screen(point: ContactPoint) -> dict[str, Any]:
    return {
        "number": personal.masked_address(point),
        "is_off": sandbox_handset.is_off(point),
        "tabs": [
            {"point": each, "label": each.get_channel_display(), "chosen": each.pk == point.pk}
            for each in sandbox_handset.others_of(point)
        ],
        "suppression": sandbox_handset.suppression_of(point),
        "bubbles": [
            {
                "bubble": bubble,
                "text": _text(bubble, point),
                "effect": _effect(bubble),
                "seen": as_seen(
                    point.channel,
                    bubble.content,
                    shown=lambda words: personal.masked_text(words, point.customer, codes=True),
                ),
            }
            for bubble in sandbox_handset.conversation(point)
        ],
    }


def _text(bubble: sandbox_handset.Bubble, point: ContactPoint) -> str:
    """As it stands on the telephone: this screen is the customer's, so that the page which a check
    code opens can be tried; there are no real people in a sandbox. The name is masked all the same.
    """
    return personal.masked_text(bubble.text, point.customer, codes=True)


def _effect(bubble: sandbox_handset.Bubble) -> str:
    if bubble.reply is None:
        return ""
    intent = Intent(bubble.reply.intent)
    said = str(EFFECTS.get(intent, NO_EFFECT))
    if bubble.reply.suppressed and intent not in STOPPING:
        said = f"{said} {ALSO_STOPPED}"
    return f"{said} {HELD}" if bubble.reply.needs_reading else said


def _points() -> Any:
    return ContactPoint.objects.filter(channel__in=WRITTEN).select_related("customer")


def _only_in_a_sandbox() -> None:
    if not settings.SANDBOX:
        raise Http404


def _to(point_id: int) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:handset_of", args=[point_id]))
