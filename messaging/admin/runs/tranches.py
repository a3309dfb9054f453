"""How a planned run would leave, quarter-hour by quarter-hour: said before it is released."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from accounts.admin.pages import needs
from config import clock
from messaging.models import Run
from messaging.runs import tranches


@needs("messaging.view_run")
def run_tranches(request: HttpRequest, run_id: int) -> HttpResponse:
    """Only that part of the page, as the box “send at once” is set."""
    run = get_object_or_404(Run.objects.select_related("lender", "policy"), pk=run_id)
    if run.state != Run.State.PLANNED:
        return HttpResponse(status=204)
    at_once = request.GET.get("send_at_once") == "on"
    foretold = tranches.preview(run, now=clock.now(), send_at_once=at_once)
    return render(request, "messaging/run_tranches.html", {"foretold": foretold})
