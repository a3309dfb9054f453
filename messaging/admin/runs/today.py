"""Today's run: the funnel that adds up, the release, and the progress of sending."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render as render_fragment
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.models import Lender, User
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from config import clock
from messaging.admin.runs.funnel import FunnelRow, funnel_rows
from messaging.labels import message_state
from messaging.models import Run
from messaging.planning.lock import is_being_planned
from messaging.preview import run_texts
from messaging.runs import (
    asking,
    comparing,
    contradictions,
    foreseeing,
    permissions,
    progress,
    tranches,
)
from messaging.stops import coverage

SENT = (Run.State.RELEASED, Run.State.PAUSED, Run.State.STOPPED, Run.State.FINISHED)
WHY_SHOWN = 3
SENDING = (Run.State.RELEASED, Run.State.PAUSED)


@needs("messaging.view_run")
def run_today(request: HttpRequest) -> HttpResponse:
    """The run of the lender and day in the URL; else of the first lender, today."""
    now = clock.now()
    lenders = list(Lender.objects.order_by("pk"))
    if not lenders:
        return render(request, "messaging/run_no_lender.html", title=_("Today's run"))
    lender = _lender_called(request.GET.get("lender"), lenders)
    today = lender_day(lender, now)
    day = _day_called(request.GET.get("date"), today)
    run = (
        Run.objects.filter(lender=lender, day=day)
        .select_related(*("lender", "policy", "planned_by", "released_by", "asked_of", "asked_by"))
        .first()
    )
    return render(
        request,
        "messaging/run.html",
        title=_("Today's run") if day == today else _("Run"),
        lenders=lenders,
        lender=lender,
        day=day,
        today=today,
        run=run,
        **_run_context(run, staff(request), now, today, beside=_beside(request)) if run else {},
    )


@needs("messaging.view_run")
def run_progress(request: HttpRequest, run_id: int) -> HttpResponse:
    """The part of the page that keeps itself fresh; a change of state reloads the whole page."""
    run = get_object_or_404(Run.objects.select_related("lender", "policy"), pk=run_id)
    now = clock.now()
    if request.GET.get("state") != run.state:
        return HttpResponse(headers={"HX-Refresh": "true"})
    if run.state not in SENT:
        return HttpResponse(status=204)
    return render_fragment(
        request, "messaging/run_progress.html", {"run": run, **_progress_context(run, now)}
    )


def _beside(request: HttpRequest) -> date | None:
    """The day of the run that somebody wants beside this one."""
    try:
        return date.fromisoformat(request.GET.get("beside", ""))
    except ValueError:
        return None


def _run_context(
    run: Run, user: User, now: datetime, today: date, *, beside: date | None
) -> dict[str, Any]:
    last = comparing.before(run, day=beside)
    planned = run.state == Run.State.PLANNED
    rows = funnel_rows(run, last, user=user)
    return {
        "funnel": rows,
        "last": last,
        "days_before": comparing.days_before(run) if last else [],
        "compared": comparing.compared(run, last) if last and run.funnel else None,
        "stale": foreseeing.stale_when_due(run, now=now) if planned else None,
        "why_empty": _why_empty(run, rows),
        "unfinished": _unfinished(run),
        "texts": run_texts.run_texts(run, now=now) if planned else [],
        "may_be_asked": asking.able(run, by=user, now=now)
        if planned and user.has_perm("messaging.plan_run")
        else [],
        "cost": _cost(run),
        "obstacle": _over(run, today) or permissions.obstacle_to_release(run, by=user, now=now),
        "interrupted": run.state == Run.State.PLANNING and not is_being_planned(run.pk),
        "contradictions": contradictions.contradictions(run),
        "foretold": tranches.preview(run, now=now) if planned else None,
        "stops_over": coverage.standing_over(run) if planned else [],
        **_progress_context(run, now),
    }


def _why_empty(run: Run, rows: list[FunnelRow]) -> list[FunnelRow]:
    """Of a run with nobody to send to: what keeps most back, the most first."""
    if not run.funnel or run.funnel["to_send"]:
        return []
    against = [row for row in rows if row.kind == "minus" and row.count]
    return sorted(against, key=lambda row: -row.count)[:WHY_SHOWN]


def _unfinished(run: Run) -> list[Run]:
    """Earlier runs of this lender that still have texts to send."""
    earlier = Run.objects.filter(lender=run.lender_id, day__lt=run.day, state__in=SENDING)
    return list(earlier.select_related("lender").order_by("-day")[:WHY_SHOWN])


def _progress_context(run: Run, now: datetime) -> dict[str, Any]:
    if run.state not in SENT:
        return {}
    seen = progress.progress(run, now=now)
    return {
        "progress": seen,
        "contradictions": contradictions.contradictions(run),
        "states": [(state, message_state(state), n) for state, n in seen.by_state],
        "sending": run.state in SENDING,
        "stopped": run.state in SENDING and bool(coverage.standing_over(run)),
        "tranches": tranches.progress(run, now=now),
        "now": now,
    }


def _cost(run: Run) -> str:
    if not run.funnel:
        return ""
    return money(Decimal(run.funnel["cost"]), run.funnel["currency"])


def _over(run: Run, today: date) -> str:
    if run.state == Run.State.PLANNED and run.day < today:
        return _("The day of this run is over; plan today's run.")
    return ""


def _lender_called(code: str | None, lenders: list[Lender]) -> Lender:
    if not code:
        return lenders[0]
    for lender in lenders:
        if lender.code == code:
            return lender
    raise Http404


def _day_called(text: str | None, today: date) -> date:
    try:
        return date.fromisoformat(text) if text else today
    except ValueError as error:
        raise Http404 from error
