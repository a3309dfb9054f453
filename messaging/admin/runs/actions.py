"""What is asked of a run by a button: plan, release, pause, resume, stop. Services decide."""

import logging
from collections.abc import Callable
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.lender_day import lender_day
from accounts.models import Lender
from accounts.params import whole_number
from config import clock
from messaging import planning, runs
from messaging.models import Message, Run
from messaging.models.message import OPEN
from messaging.tasks import plan_requested

log = logging.getLogger(__name__)


@needs("messaging.plan_run")
@require_POST
def plan_run(request: HttpRequest) -> HttpResponse:
    """Note the wish, let a worker carry it out, and show the run."""
    lender = get_object_or_404(Lender, code=request.POST.get("lender"))
    now = clock.now()
    today = lender_day(lender, now)
    try:
        day = date.fromisoformat(request.POST.get("date") or today.isoformat())
    except ValueError as error:
        raise Http404 from error
    try:
        run = planning.request(lender=lender, day=day, by=staff(request), now=now)
        plan_requested.delay(run.pk)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(page_of_day(lender, day))


@needs("messaging.release_run")
@require_POST
def release_run(request: HttpRequest, run_id: int) -> HttpResponse:
    run = _run(run_id)
    count = whole_number(request.POST.get("count"))
    try:
        runs.release(
            run.pk,
            by=staff(request),
            now=clock.now(),
            expected_count=-1 if count is None else count,
            send_at_once=request.POST.get("send_at_once") == "on",
        )
        messages.success(
            request,
            ngettext(
                "Released: %(count)s text is on its way.",
                "Released: %(count)s texts are on their way.",
                count or 0,
            )
            % {"count": f"{count or 0:,}"},
        )
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(page_of(run))


@needs("messaging.stop_run")
@require_POST
def pause_run(request: HttpRequest, run_id: int) -> HttpResponse:
    return _act(request, run_id, lambda run: runs.pause(run.pk, by=staff(request)), _("Paused."))


@needs("messaging.stop_run")
@require_POST
def resume_run(request: HttpRequest, run_id: int) -> HttpResponse:
    return _act(request, run_id, lambda run: runs.resume(run.pk, by=staff(request)), _("Resumed."))


@needs("messaging.stop_run")
def stop_run(request: HttpRequest, run_id: int) -> HttpResponse:
    """Stopping cannot be undone: first a page that says what it would do."""
    run = _run(run_id)
    if request.method != "POST":
        count = Message.objects.filter(run=run, state__in=OPEN).count()
        return render(
            request,
            "messaging/run_stop.html",
            title=_("Stop this run?"),
            run=run,
            count=count,
            back=page_of(run),
        )
    reason = request.POST.get("reason", "").strip()[:200]
    return _act(
        request,
        run_id,
        lambda run: runs.stop(run.pk, by=staff(request), now=clock.now(), reason=reason),
        _("Stopped. What had not begun to leave is cancelled."),
    )


def page_of(run: Run) -> str:
    """Where a run is looked at."""
    return page_of_day(run.lender, run.day)


def page_of_day(lender: Lender, day: date) -> str:
    """The run page of that lender and day."""
    query = urlencode({"lender": lender.code, "date": day.isoformat()})
    return f"{reverse('admin:run_today')}?{query}"


def _run(run_id: int) -> Run:
    return get_object_or_404(Run.objects.select_related("lender"), pk=run_id)


def _act(
    request: HttpRequest, run_id: int, act: Callable[[Run], object], done: str
) -> HttpResponse:
    run = _run(run_id)
    try:
        act(run)
        messages.success(request, done)
    except Refused as refused:
        messages.error(request, str(refused))
    return HttpResponseRedirect(page_of(run))
