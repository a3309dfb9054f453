"""Alarms: the list with who was told, taking one, and closing distress without a call."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action, valid
from accounts.admin.pages import needs, render, staff
from accounts.disclosure import personal
from config import clock
from feedback.admin.inbox.forms import TextForm
from feedback.admin.inbox.pages import to
from feedback.alarms import service
from feedback.alarms.open_alarms import MAY_DECIDE, MAY_TAKE
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


def _get(alarm_id: int) -> Alarm:
    return get_object_or_404(Alarm.objects.select_related("conversation"), pk=alarm_id)


def _to_the_conversation(alarm: Alarm) -> HttpResponse:
    return to(alarm.conversation)


def _to_the_call(alarm: Alarm) -> HttpResponse:
    """The call's page; the conversation's where nobody can be called."""
    customer = alarm.conversation.customer_id
    task = CallTask.objects.filter(customer=customer, state=CallTask.State.OPEN).first()
    if customer is None or task is None:
        return to(alarm.conversation)
    return HttpResponseRedirect(reverse("admin:call_task", args=[task.pk]))


@action(MAY_TAKE, find=_get, to=_to_the_conversation)
def alarm_take(request: HttpRequest, alarm: Alarm) -> None:
    """Have it, and on to the conversation."""
    danger.take(alarm, by=staff(request), now=clock.now())


@action(MAY_TAKE, find=_get, to=_to_the_call)
def alarm_ask_to_join(request: HttpRequest, alarm: Alarm) -> str:
    """Whoever has it asks a supervisor to come."""
    service.ask_to_join(alarm, by=staff(request), now=clock.now())
    return _("All supervisors are notified at once.")


@action(MAY_DECIDE, find=_get, to=_to_the_call)
def alarm_join(request: HttpRequest, alarm: Alarm) -> None:
    """A supervisor comes, and on to the call."""
    service.join(alarm, by=staff(request), now=clock.now())


@action(MAY_DECIDE, find=_get, to=_to_the_conversation, step_up=True)
def alarm_close(request: HttpRequest, alarm: Alarm) -> str:
    """A supervisor's word, without a call."""
    reason = valid(TextForm(request.POST))["text"]
    service.close_by_supervisor(alarm, reason=reason, by=staff(request), now=clock.now())
    return _("Closed, with your reason on record.")


def _row(request: HttpRequest, alarm: Alarm) -> dict[str, Any]:
    shown = request.user.has_perm("feedback.view_conversation")
    return {
        "alarm": alarm,
        "notices": sorted(alarm.notices.all(), key=lambda notice: notice.pk),
        "reason": personal.said(alarm, "reason", alarm.conversation.customer) if shown else "",
        "may_open": shown,
        "may_take": alarm.closed_at is None
        and alarm.taken_at is None
        and request.user.has_perm(MAY_TAKE),
    }
