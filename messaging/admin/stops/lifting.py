"""What is said about a stop after it was placed: why, that it be lifted, lifting it or not."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin import step_up
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from config import clock
from messaging.admin.stops.scope_labels import name
from messaging.models import Stop
from messaging.stops import coverage, service as stops


@needs("messaging.view_stop", stops.MAY_STOP)
@require_POST
def explain_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    stop = _stop(stop_id)
    try:
        stops.explain(stop.pk, by=staff(request), reason=request.POST.get("reason", ""))
    except Refused as refused:
        messages.error(request, str(refused))
    return _to(stop)


@needs("messaging.view_stop", stops.MAY_STOP)
@step_up.on_post
def lift_stop(request: HttpRequest, stop_id: int) -> HttpResponse:
    """One asks, with a reason; to another the page shows who and why, and a button."""
    stop = _stop(stop_id)
    if stop.lifted_at is not None:
        messages.info(request, _("Somebody had lifted it already."))
        return _to(stop)
    decides = stop.lift_asked_by_id not in (None, request.user.pk)
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            if "lift" in request.POST:
                _lift(request, stop)
            elif "refuse" in request.POST:
                _refuse(request, stop, reason)
            else:
                _ask(request, stop, reason)
        except Refused as refused:
            error = str(refused)
        else:
            return _to(stop)
    covered = coverage.covered_by(stop)
    return render(
        request,
        "messaging/stop_lift.html",
        title=_("Lift the stop: %(what)s")
        % {"what": name(stop.scope, stop.object_id) or stop.scope},
        stop=stop,
        decides=decides,
        restored=stop.is_over_a_restored_database,
        figures=coverage.figures(covered, now=clock.now()),
        since=covered.since,
        reason=reason,
        error=error,
        status=422 if error else 200,
    )


def _ask(request: HttpRequest, stop: Stop, reason: str) -> None:
    if stops.ask_to_lift(stop.pk, by=staff(request), reason=reason, now=clock.now()):
        messages.success(request, _("Asked. It is lifted once another person agrees on this page."))
    else:
        messages.info(request, _("Somebody had lifted it already."))


def _refuse(request: HttpRequest, stop: Stop, reason: str) -> None:
    if stops.refuse_to_lift(stop.pk, by=staff(request), reason=reason):
        messages.success(request, _("It stays. Whoever asked reads why."))
    else:
        messages.info(request, _("Somebody had lifted it already."))


def _lift(request: HttpRequest, stop: Stop) -> None:
    unless_said = "cancel" if stop.is_over_a_restored_database else "send"
    cancels = request.POST.get("queued", unless_said) == "cancel"
    lifted = stops.lift(stop.pk, by=staff(request), now=clock.now(), cancel_queued=cancels)
    if lifted is None:
        messages.info(request, _("Somebody had lifted it already."))
        return
    if lifted.cancelled:
        messages.success(
            request,
            ngettext(
                "%(n)s text queued before the stop is cancelled.",
                "%(n)s texts queued before the stop are cancelled.",
                lifted.cancelled,
            )
            % {"n": f"{lifted.cancelled:,}"},
        )
    messages.success(request, _("Lifted. Waiting messages will be checked again."))


def _stop(stop_id: int) -> Stop:
    return get_object_or_404(Stop.objects.select_related("by", "lift_asked_by"), pk=stop_id)


def _to(stop: Stop) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:stop", args=[stop.pk]))
