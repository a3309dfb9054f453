"""The door that stops e-mails: one click of a mail program (RFC 8058), or a page that asks which
channels the customer means. Whoever has the address in hand was sent the message."""

from __future__ import annotations

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts.access.lenders import EVERYBODY
from accounts.audit.trail import acting
from accounts.models import ContactPoint, Lender
from config import clock
from feedback.pages import actions
from feedback.pages.checking import message_of
from feedback.pages.frame import Page, customer_page
from feedback.pages.whose_hands import CUSTOMER
from messaging.gateways.email.addresses import is_stop_token
from messaging.models import Message
from messaging.models.choices import ContentClass
from messaging.policy.parts import WRITTEN

EDUCATION = "education"
EDUCATION_ALONE = gettext_lazy("Useful knowledge alone; other messages go on")
ONE_CLICK = re.compile(rb'List-Unsubscribe"?(?:=|\r\n\r\n)One-Click')


@csrf_exempt
def stop_mail(request: HttpRequest, lender: str, message_id: int, token: str) -> HttpResponse:
    """A mail program posts these two words, and has no cookie to prove anything by: the token does.
    A person gets a page first, as scanners of mail open every address."""
    if _is_one_click(request):
        with acting(source=CUSTOMER, lenders=EVERYBODY):
            owner = get_object_or_404(Lender, code=lender)
            actions.opt_out(_meant(owner, message_id, token), now=clock.now())
        return HttpResponse(status=204)
    return _ask(request, lender=lender, message_id=message_id, token=token)


def _is_one_click(request: HttpRequest) -> bool:
    """Of the body as it came, urlencoded or multipart: the page reads its form itself."""
    return request.method == "POST" and bool(ONE_CLICK.search(request.body))


@customer_page
@require_http_methods(["GET", "HEAD", "POST"])
def _ask(request: HttpRequest, page: Page, message_id: int, token: str) -> HttpResponse:
    message = _meant(page.lender, message_id, token)
    points = _points(message)
    chosen = [each for each in points if each.channel in request.POST.getlist("channel")]
    if request.method == "POST":
        labels = _labels(chosen)
        if chosen:
            actions.opt_out_of(message, chosen, now=page.now)
        if _is_education(message) and EDUCATION in request.POST.getlist("channel"):
            actions.end_education(message, now=page.now)
            labels.append(_("useful knowledge"))
        return page.refuse(typed={"stopped": "、".join(labels)})
    if page.refused and (stopped := page.refused.typed.get("stopped")):
        return page.show("customer/stopped.html", stopped=stopped)
    return page.show(
        "customer/stop_mail.html",
        action=request.path,
        channels=_choices(message, points),
    )


def _choices(message: Message, points: list[ContactPoint]) -> list[tuple[str, str, bool]]:
    """Code, label, whether it is ticked: what the message came by; of useful knowledge, that."""
    education = _is_education(message)
    own = [(EDUCATION, str(EDUCATION_ALONE), True)] if education else []
    labels = {point.channel: str(point.get_channel_display()) for point in points}
    return own + [
        (code, label, code == message.channel and not education) for code, label in labels.items()
    ]


def _is_education(message: Message) -> bool:
    return message.content_class == ContentClass.EDUCATION


def _meant(lender: Lender, message_id: int, token: str) -> Message:
    if not is_stop_token(message_id, token):
        raise Http404
    message = message_of(message_id, lender)
    if message is None:
        raise Http404
    return message


def _points(message: Message) -> list[ContactPoint]:
    """The customer's addresses on which we write, this one's channel first."""
    if message.customer is None:
        return []
    points = message.customer.contact_points.filter(channel__in=WRITTEN).order_by("channel", "pk")
    return sorted(points, key=lambda point: point.channel != message.channel)


def _labels(points: list[ContactPoint]) -> list[str]:
    return list(dict.fromkeys(str(point.get_channel_display()) for point in points))
