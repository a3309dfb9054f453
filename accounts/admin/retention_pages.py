"""Retention: what goes at the next run, how long each kind is kept, what went before."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages as notices
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_POST

from accounts.access.lenders import obstacle
from accounts.admin.actions import action, valid
from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.models import Lender, RetentionRule, RetentionRun, User
from accounts.models.retention import OF_NO_LENDER, SHORTEST_MONTHS, Kind
from accounts.retention import rules, runs
from accounts.retention.kinds import PROPOSALS
from config import clock

SEE, ASK, BEGIN = (
    "accounts.view_retentionrule",
    "accounts.add_retentionrule",
    "accounts.begin_retentionrun",
)
DECIDE, STOP = "accounts.decide_retentionrule", "accounts.stop_retentionrun"
STEPS = {"approve": rules.approve, "refuse": rules.refuse, "withdraw": rules.withdraw}
LONGEST_MONTHS = 1200
LATELY = 20
NOBODYS = "0"


class PeriodForm(forms.Form):
    """How long, of which kind and lender, and why."""

    kind = forms.ChoiceField(label=gettext_lazy("kind"), choices=Kind.choices)
    lender = forms.ModelChoiceField(
        label=gettext_lazy("lender"),
        queryset=Lender.objects.order_by("name"),
        required=False,
        empty_label="—",
        help_text=gettext_lazy("None for files and sign-ins: they tell no lenders apart."),
    )
    months = forms.IntegerField(
        label=gettext_lazy("kept for months"),
        required=False,
        min_value=SHORTEST_MONTHS,
        max_value=LONGEST_MONTHS,
        help_text=gettext_lazy("Empty: kept without end."),
    )
    why = forms.CharField(label=gettext_lazy("reason"), max_length=200)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs["class"] = "hc-run-input"


@needs(SEE)
def retention(request: HttpRequest) -> HttpResponse:
    """Queries independent of the number of records: counts were made by the run."""
    person, lenders = staff(request), list(Lender.objects.order_by("name"))
    run, not_all = runs.newest(), obstacle(person, None, deciders=DECIDE)
    form = PeriodForm(initial={"kind": Kind.MESSAGES, "months": PROPOSALS["messages"].months})
    return render(
        request,
        "accounts/retention.html",
        title=_("Retention"),
        run=run,
        shown=_shown(run, lenders) if run else [],
        at_work=run is not None and run.state in {"counting", "erasing"},
        is_open=run is not None and run.state in runs.OPEN,
        periods=_periods(lenders),
        waiting=[
            _asked(row, person, not_all) for row in _rules().filter(state="asked").order_by("pk")
        ],
        form=form,
        may_ask=person.has_perm(ASK),
        may_begin=person.has_perm(BEGIN) and not not_all,
        not_all=not_all if person.has_perm(BEGIN) else "",
        may_stop=person.has_perm(STOP),
        done=[
            {"run": each, "rows": [(Kind(k).label, n) for k, n in each.erased.items() if n]}
            for each in RetentionRun.objects.filter(state__in=["done", "stopped"])
            .select_related("by", "stopped_by")
            .order_by("-pk")[:LATELY]
        ],
    )


@needs(ASK)
@require_POST
def retention_ask(request: HttpRequest) -> HttpResponse:
    try:
        rules.ask(**valid(PeriodForm(request.POST)), by=staff(request), now=clock.now())
    except Refused as refused:
        notices.error(request, str(refused))
    else:
        notices.success(request, _("Asked. Another person decides."))
    return _back()


def _rule(rule_id: int) -> RetentionRule:
    return get_object_or_404(RetentionRule, pk=rule_id)


def _back(_row: Any = None) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:retention"))


@action(SEE, find=_rule, to=_back, step_up=lambda step: step == "approve")
def retention_decide(request: HttpRequest, rule: RetentionRule, *, step: str) -> str:
    """Who may is the service's and the database's to say."""
    if step not in STEPS:
        raise Http404
    done = STEPS[step](rule, by=staff(request), now=clock.now())
    return f"{done.get_kind_display()}: {done.get_state_display()}"


@needs(BEGIN)
@require_POST
def retention_count(request: HttpRequest) -> HttpResponse:
    from accounts.tasks import carry_on_retention

    try:
        run = runs.begin(by=staff(request), now=clock.now())
    except Refused as refused:
        notices.error(request, str(refused))
    else:
        transaction.on_commit(lambda: carry_on_retention.delay(run.pk))
        notices.success(request, _("What would go is being counted. Nothing goes by that."))
    return _back()


def _run(retention_run_id: int) -> RetentionRun:
    return get_object_or_404(RetentionRun, pk=retention_run_id)


@action(BEGIN, find=_run, to=_back, step_up=True)
def retention_begin(request: HttpRequest, run: RetentionRun) -> str:
    from accounts.tasks import carry_on_retention

    runs.start(run, by=staff(request))
    transaction.on_commit(lambda: carry_on_retention.delay(run.pk))
    return _("Erasing has begun.")


@action(STOP, find=_run, to=_back)
def retention_stop(request: HttpRequest, run: RetentionRun) -> str:
    runs.stop(run, by=staff(request), now=clock.now())
    return _("Stopped. The next count begins a day after this one.")


def _rules() -> Any:
    return RetentionRule.objects.select_related("lender", "asked_by", "decided_by")


def _asked(row: RetentionRule, person: User, not_all: str) -> dict[str, Any]:
    may = person.has_perm(DECIDE) and row.asked_by_id != person.pk
    why_not = not_all if row.lender_id is None else ""
    return {
        "row": row,
        "why_not": why_not if may else "",
        "decides": may and not why_not,
        "withdraws": row.asked_by_id == person.pk,
    }


def _shown(run: RetentionRun, lenders: list[Lender]) -> list[dict[str, Any]]:
    """Of each kind: how many rows go, by lender. Others' lenders are not named."""
    names = {str(lender.pk): str(lender) for lender in lenders}
    names[NOBODYS] = _("of no single lender")
    found = []
    for kind in Kind:
        by_lender = run.counted.get(kind, {})
        rows = [(names[key], count) for key, count in by_lender.items() if key in names]
        found.append({"label": kind.label, "count": sum(n for _name, n in rows), "rows": rows})
    return found


def _periods(lenders: list[Lender]) -> list[dict[str, Any]]:
    """Every kind with what is in force, or that it is kept, and what is proposed."""
    known = rules.in_force()
    found = []
    for kind in Kind:
        own: list[Lender | None] = [None] if kind in OF_NO_LENDER else [*lenders]
        found.append(
            {
                "kind": kind,
                "proposal": PROPOSALS[kind],
                "rows": [
                    {"lender": lender, "rule": known.get((kind, lender.pk if lender else None))}
                    for lender in own
                ],
            }
        )
    return found
