"""Alarms: the list with who was told, taking one, and closing distress without a call."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.keys import keyring
from config import clock
from feedback.admin.inbox.forms import TextForm
from feedback.admin.inbox.pages import to
from feedback.alarms import service
from feedback.alarms.standing import MAY_DECIDE, MAY_TAKE
from feedback.inbox import danger
from feedback.models import Alarm, CallTask

SHOWN = 100


@needs("feedback.view_alarm")
def alarm_list(request: HttpRequest) -> HttpResponse:
    """Open ones first, then the latest; with each notice that went out, or could not."""
    alarms = Alarm.objects.select_related("conversation__customer", "taken_by", "closed_by", "call")
    shown = alarms.prefetch_related("notices").order_by(
        F("closed_at").desc(nulls_first=True), "-raised_at", "-pk"
    )
    return render(
        request,
        "feedback/alarms.html",
        title=_("Alarms"),
        rows=[_row(request, alarm) for alarm in shown[:SHOWN]],
        nobody_outside=not settings.ALARM_EMAILS and not settings.ALARM_WEBHOOK,
    )


@needs(MAY_TAKE)
@require_POST
def alarm_take(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Have it, and on to the conversation."""
    alarm = _get(alarm_id)
    try:
        danger.take(alarm, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return to(alarm.conversation)


@needs(MAY_TAKE)
@require_POST
def alarm_ask_to_join(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """Whoever has it asks a supervisor to come."""
    alarm = _get(alarm_id)
    try:
        service.ask_to_join(alarm, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Every supervisor is told at once."))
    return _to_the_call(alarm)


@needs(MAY_DECIDE)
@require_POST
def alarm_join(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """A supervisor comes, and on to the call."""
    alarm = _get(alarm_id)
    try:
        service.join(alarm, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    return _to_the_call(alarm)


@needs(MAY_DECIDE)
@require_POST
def alarm_close(request: HttpRequest, alarm_id: int) -> HttpResponse:
    """A supervisor's word, without a call."""
    alarm, form = _get(alarm_id), TextForm(request.POST)
    reason = form.cleaned_data["text"] if form.is_valid() else ""
    try:
        service.close_by_supervisor(alarm, reason=reason, by=staff(request), now=clock.now())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Closed, with your reason on record."))
    return to(alarm.conversation)


def _to_the_call(alarm: Alarm) -> HttpResponse:
    """The call's page; the conversation's where nobody can be called."""
    customer = alarm.conversation.customer_id
    task = CallTask.objects.filter(customer=customer, state=CallTask.State.OPEN).first()
    if customer is None or task is None:
        return to(alarm.conversation)
    return HttpResponseRedirect(reverse("admin:call_task", args=[task.pk]))


def _row(request: HttpRequest, alarm: Alarm) -> dict[str, Any]:
    shown = request.user.has_perm("feedback.view_conversation")
    return {
        "alarm": alarm,
        "notices": sorted(alarm.notices.all(), key=lambda notice: notice.pk),
        "reason": keyring().decrypt(bytes(alarm.reason_enc), service.PURPOSE)
        if alarm.reason_enc and shown
        else "",
        "may_open": shown,
        "may_take": alarm.closed_at is None
        and alarm.taken_at is None
        and request.user.has_perm(MAY_TAKE),
    }


def _get(alarm_id: int) -> Alarm:
    return get_object_or_404(Alarm.objects.select_related("conversation"), pk=alarm_id)
