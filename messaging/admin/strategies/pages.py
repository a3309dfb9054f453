"""Strategies: the list, and one version as a table that shows its holes and what it changes."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.models import Lender
from accounts.models.choices import Cause
from config import clock
from messaging.admin.approvals.decision_panel import decision_on
from messaging.admin.approvals.version_list import VersionScreen
from messaging.admin.strategies.table import (
    change_lines,
    channel_lines,
    segment_lines,
    segment_lines_gone,
    tabs,
)
from messaging.admin.what_if import pages as what_if
from messaging.approval.drafting import EDITABLE
from messaging.authoring import strategies
from messaging.authoring.strategies import Change
from messaging.authoring.strategy_table import chosen_in, table_of
from messaging.models import Strategy, in_force
from messaging.models.choices import Tone
from messaging.preview import portfolio


@admin.register(Strategy)
class StrategyScreen(VersionScreen):
    list_display = ["lender", "number", "state_tag", "author", "edited_at", "effective_from"]
    list_filter = ["lender", "state"]
    change_list_template = "messaging/strategy_list.html"
    page = "admin:strategy"
    one_of_each = ("lender",)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        may_write = request.user.has_perm("messaging.change_strategy")
        lenders = Lender.objects.order_by("name") if may_write else []
        return super().changelist_view(request, {**(extra_context or {}), "lenders": lenders})


@needs("messaging.view_strategy")
def strategy_page(request: HttpRequest, pk: int) -> HttpResponse:
    """`?cause=` chooses the tab."""
    strategy = strategy_or_404(pk)
    now = clock.now()
    standing = in_force.standing_strategies([strategy.lender_id], now).get(strategy.lender_id)
    changed = _changed(strategy, standing)
    said = strategies.segment_cells(strategy)
    other = standing is not None and standing.pk != strategy.pk
    before = strategies.segment_cells(standing) if standing and other else None
    channels = strategies.plans(strategy)
    views = tabs(table_of(chosen_in(strategy), now), changed=changed, channels=channels)
    shown = request.GET.get("cause", Cause.UNKNOWN.value)
    return render(
        request,
        "messaging/strategy.html",
        title=str(strategy),
        version=strategy,
        standing=standing,
        tones=Tone.labels,
        tabs=views,
        tab=next((view for view in views if view.cause == shown), views[0]),
        changed=changed,
        changes=change_lines(changed or []),
        channel_changes=channel_lines(strategies.plans(standing), channels)
        if standing is not None and other
        else [],
        by_segment=segment_lines(said, before, portfolio.reach_of_lines(strategy, now)),
        no_more_by_segment=segment_lines_gone(said, before),
        decision=decision_on(strategy, by=staff(request), now=now),
        may_write=request.user.has_perm("messaging.change_strategy") and strategy.state in EDITABLE,
        simulate=strategy.state in EDITABLE,
        what_if=what_if.shown(strategy, request.user),
    )


@needs("messaging.change_strategy")
@require_POST
def new_strategy(request: HttpRequest) -> HttpResponse:
    """A draft for the posted lender: a copy of the strategy in force, or an empty table."""
    lender = get_object_or_404(Lender, pk=row_id(request.POST.get("lender")))
    now = clock.now()
    former = in_force.standing_strategies([lender.pk], now).get(lender.pk)
    try:
        draft = strategies.new_version(lender, by=staff(request), now=now, from_version=former)
    except Refused as refused:
        messages.error(request, str(refused))
        return HttpResponseRedirect(reverse("admin:messaging_strategy_changelist"))
    return HttpResponseRedirect(reverse("admin:strategy_edit", args=[draft.pk]))


def strategy_or_404(pk: int) -> Strategy:
    """One version, with the people its page names."""
    related = Strategy.objects.select_related(
        "lender", "author", "edited_by", "submitted_by", "decided_by"
    )
    return get_object_or_404(related, pk=pk)


def _changed(strategy: Strategy, standing: Strategy | None) -> list[Change] | None:
    """None when there is nothing to compare with."""
    if standing is None or standing.pk == strategy.pk:
        return None
    return strategies.changes(chosen_in(standing), chosen_in(strategy))
