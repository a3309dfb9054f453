"""Placing a stop: what it would cover, in figures, and one button; the reason may follow."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from config import clock
from messaging.admin.stops.scope_labels import name
from messaging.models import Stop
from messaging.stops import coverage, service as stops


@needs("messaging.view_stop", stops.MAY_STOP)
def place_stop(request: HttpRequest) -> HttpResponse:
    """`?which=` all, run:7, lender:7, gateway:7, template:7 or version:7."""
    which = request.GET.get("which", "all")
    scope, object_id = _read(which)
    what = name(scope, object_id)
    if what is None:
        raise Http404
    standing = Stop.objects.filter(scope=scope, object_id=object_id, lifted_at=None).first()
    if standing is not None:
        messages.info(request, _("This is stopped already."))
        return _to(standing)
    now = clock.now()
    reason, error = request.POST.get("reason", ""), ""
    if request.method == "POST":
        try:
            placed = stops.place(
                scope=scope, object_id=object_id, reason=reason, by=staff(request), now=now
            )
        except Refused as refused:
            error = str(refused)
        else:
            said = _("Stopped. Nothing it covers begins to leave any more.")
            messages.success(request, said if placed.reason else f"{said} {_('Now say why.')}")
            return _to(placed)
    covered = coverage.would_cover(scope, object_id, now=now)
    return render(
        request,
        "messaging/stop_place.html",
        title=_("Stop: %(what)s") % {"what": what},
        scope=scope,
        figures=coverage.figures(covered, now=now),
        since=covered.since,
        reason=reason,
        error=error,
        status=422 if error else 200,
    )


def _read(which: str) -> tuple[str, int | None]:
    scope, _colon, number = which.partition(":")
    if not number:
        return scope, None
    object_id = row_id(number)
    if object_id is None:
        raise Http404
    return scope, object_id


def _to(stop: Stop) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:stop", args=[stop.pk]))
