"""Strategies: the list, the table of one version, and editing a draft of it."""

from itertools import product
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render
from accounts.models import Lender
from accounts.models.choices import Cause
from config import clock
from messaging import in_force, strategies
from messaging.admin.decision import decision_on
from messaging.admin.people import signed_in
from messaging.admin.version_list import VersionScreen
from messaging.approval import ApprovalRefused
from messaging.grid import CELLS, Cell
from messaging.models import Strategy, Template
from messaging.models.choices import StageChoices, Tone


@admin.register(Strategy)
class StrategyScreen(VersionScreen):
    list_display = ["lender", "number", "state_tag", "author", "edited_at", "effective_from"]
    list_filter = ["lender", "state"]
    change_list_template = "messaging/strategy_list.html"
    page = "admin:strategy"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm("messaging.change_strategy")
        lenders = Lender.objects.order_by("name") if may_write else []
        return super().changelist_view(request, {**(extra_context or {}), "lenders": lenders})


@needs("messaging.view_strategy")
def strategy_page(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = _strategy(pk)
    now = clock.now()
    standing = in_force.standing_strategies([strategy.lender_id], now).get(strategy.lender_id)
    filled = {
        (cell.stage, cell.tone, cell.cause): cell.template
        for cell in strategy.cells.select_related("template")
    }
    return render(
        request,
        "messaging/strategy.html",
        title=str(strategy),
        version=strategy,
        standing=standing,
        causes=Cause.labels,
        rows=_rows(filled),
        changed=_changed(strategy, standing),
        decision=decision_on(strategy, by=signed_in(request), now=now),
        may_write=request.user.has_perm("messaging.change_strategy"),
    )


@needs("messaging.change_strategy")
@require_POST
def new_strategy(request: HttpRequest) -> HttpResponse:
    """A draft for the posted lender: a copy of the strategy in force, or an empty table."""
    lender = get_object_or_404(Lender, pk=request.POST.get("lender") or 0)
    now = clock.now()
    former = in_force.standing_strategies([lender.pk], now).get(lender.pk)
    try:
        draft = strategies.new_version(lender, by=signed_in(request), now=now, from_version=former)
    except ApprovalRefused as refused:
        messages.error(request, refused.message)
        return HttpResponseRedirect(reverse("admin:messaging_strategy_changelist"))
    return HttpResponseRedirect(reverse("admin:strategy_edit", args=[draft.pk]))


@needs("messaging.change_strategy")
def edit_strategy(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = _strategy(pk)
    if strategy.state in ("approved", "retired"):
        messages.info(request, _("What was decided cannot be edited; make a new version."))
        return HttpResponseRedirect(reverse("admin:strategy", args=[pk]))
    if request.method == "POST":
        return _save(request, strategy)
    return _editor(request, strategy, strategies.cells(strategy), note=strategy.author_note)


def _save(request: HttpRequest, strategy: Strategy) -> HttpResponse:
    wanted = _posted_cells(request)
    note = request.POST.get("note", "")[:1000]
    seen = request.POST.get("revision", "")
    try:
        strategies.save_cells(
            strategy,
            wanted,
            note=note,
            by=signed_in(request),
            now=clock.now(),
            seen_revision=int(seen) if seen.isdecimal() else 0,
        )
    except ApprovalRefused as refused:
        messages.error(request, refused.message)
        return _editor(request, strategy, wanted, note=note, status=409)
    messages.success(request, _("Draft saved."))
    return HttpResponseRedirect(reverse("admin:strategy", args=[strategy.pk]))


def _posted_cells(request: HttpRequest) -> dict[Cell, int | None]:
    """What was chosen; what is no template of that stage counts as not chosen."""
    fitting = set(Template.objects.values_list("stage", "pk"))
    wanted: dict[Cell, int | None] = {}
    for cell in CELLS:
        chosen = request.POST.get(_field(cell), "")
        fits = chosen.isdecimal() and (cell[0], int(chosen)) in fitting
        wanted[cell] = int(chosen) if fits else None
    return wanted


def _editor(
    request: HttpRequest,
    strategy: Strategy,
    chosen: dict[Cell, Any],
    *,
    note: str,
    status: int = 200,
) -> HttpResponse:
    return render(
        request,
        "messaging/strategy_edit.html",
        title=str(strategy),
        status=status,
        version=strategy,
        note=note,
        causes=Cause.labels,
        rows=_rows(chosen, options=_templates_by_stage()),
    )


def _rows(filled: dict[Cell, Any], options: dict[str, list[Any]] | None = None) -> list[Any]:
    """Stage × tone down, cause across; `value` is what `filled` has, None for a hole."""
    return [
        {
            "stage": stage.label,
            "tone": tone.label,
            "first": tone is next(iter(Tone)),
            "options": (options or {}).get(stage.value, []),
            "cells": [
                {
                    "field": _field((stage.value, tone.value, cause.value)),
                    "cause": cause.label,
                    "value": filled.get((stage.value, tone.value, cause.value)),
                }
                for cause in Cause
            ],
        }
        for stage, tone in product(StageChoices, Tone)
    ]


def _templates_by_stage() -> dict[str, list[Template]]:
    by_stage: dict[str, list[Template]] = {}
    for template in Template.objects.order_by("code"):
        by_stage.setdefault(template.stage, []).append(template)
    return by_stage


def _changed(strategy: Strategy, standing: Strategy | None) -> int | None:
    """How many cells differ from the strategy in force; None when there is nothing to compare."""
    if standing is None or standing.pk == strategy.pk:
        return None
    new, old = strategies.cells(strategy), strategies.cells(standing)
    return sum(new.get(cell) != old.get(cell) for cell in {*new, *old})


def _field(cell: Cell) -> str:
    return "cell:" + ":".join(cell)


def _strategy(pk: int) -> Strategy:
    related = Strategy.objects.select_related(
        "lender", "author", "edited_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(related, pk=pk)
