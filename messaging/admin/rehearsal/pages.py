"""The rehearsal of a lender beside its last real run."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.actions import action
from accounts.admin.pages import needs, render
from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from accounts.rules.money import money
from config import clock
from messaging import labels
from messaging.admin.approvals.kinds import page_of
from messaging.models import Run
from messaging.planning import rehearsing
from messaging.planning.rehearsal import pending
from messaging.tasks import rehearse

SEE = "messaging.approve_strategy"


@needs(SEE)
def rehearsal(request: HttpRequest) -> HttpResponse:
    """`?lender=`: its code; else the first."""
    lenders = list(Lender.objects.order_by("pk"))
    wanted = request.GET.get("lender", "")
    lender = next(
        (each for each in lenders if each.code == wanted), lenders[0] if lenders else None
    )
    return render(
        request,
        "messaging/rehearsal.html",
        title=_("Rehearsal"),
        lenders=lenders,
        lender=lender,
        waiting=[(each, page_of(each)) for each in pending(lender).versions] if lender else [],
        **(_shown(lender) if lender else {}),
    )


def _find(lender_id: int) -> Lender:
    return get_object_or_404(Lender, pk=lender_id)


@needs(SEE)
def rehearsal_state(request: HttpRequest, lender_id: int) -> HttpResponse:
    """The part that asks for itself while a worker is at it."""
    lender = _find(lender_id)
    return render(
        request, "messaging/rehearsal_result.html", title="", lender=lender, **_shown(lender)
    )


def _back(lender: Lender) -> HttpResponse:
    return HttpResponseRedirect(f"{reverse('admin:rehearsal')}?lender={lender.code}")


@action(SEE, find=_find, to=_back)
def rehearsal_begin(request: HttpRequest, lender: Lender) -> None:
    rehearsing.ask(lender, now=clock.now())
    transaction.on_commit(partial(rehearse.delay, lender.pk))


def _shown(lender: Lender) -> dict[str, Any]:
    told = rehearsing.of(lender)
    if told is None:
        return {"told": None}
    return {
        "told": told,
        "at": datetime.fromisoformat(told["at"]),
        "at_work": told["state"] in (rehearsing.WAITING, rehearsing.WORKING),
        **_beside(lender, told.get("funnel")),
    }


def _beside(lender: Lender, funnel: dict[str, Any] | None) -> dict[str, Any]:
    """Rows of both funnels: what, in the last real run, as rehearsed."""
    if funnel is None:
        return {"rows": []}
    runs = Run.objects.filter(lender=lender, state__in=["released", "paused", "finished"])
    last = runs.order_by("-day").first()
    was = last.funnel if last else {}
    before, after = _minus(was), _minus(funnel)
    reasons = [
        (labels.reason(code), before.get(code, 0), after.get(code, 0), "minus")
        for code in {**after, **before}
    ]
    rows = [
        (_("Customers due"), was.get("due", 0), funnel["due"], "sum"),
        *reasons,
        (_("To send"), was.get("to_send", 0), funnel["to_send"], "sum"),
        (_("segments"), was.get("segments", 0), funnel["segments"], "more"),
        (_("cost"), _cost(was), _cost(funnel), "more"),
    ]
    url = f"{reverse('admin:run_today')}?lender={lender.code}&date={last.day}" if last else ""
    has_gone = last is not None and last.day == lender_day(lender, clock.now())
    return {"rows": rows, "last": last, "last_url": url, "has_gone": has_gone}


def _cost(funnel: dict[str, Any]) -> str:
    if "cost" not in funnel:
        return "—"
    return money(Decimal(funnel["cost"]), funnel["currency"])


def _minus(funnel: dict[str, Any]) -> dict[str, int]:
    return {each["reason"]: each["count"] for each in funnel.get("minus", ())}
