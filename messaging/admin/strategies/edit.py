"""Editing a draft of a strategy: all cells in one form, a tab per cause."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.admin.pages import needs, render, staff
from accounts.errors import Refused
from accounts.input.params import row_id
from accounts.input.reasons import within
from config import clock
from messaging.admin.approvals.seen import seen_moment
from messaging.admin.strategies.pages import strategy_or_404
from messaging.admin.strategies.table import change_lines, field_of, plan_field_of, tabs
from messaging.approval.drafting import DECIDED, EDITABLE
from messaging.authoring import starter, strategies
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.authoring.strategy_table import chosen_in, table_of
from messaging.models import Strategy, Template, in_force
from messaging.models.approvable import LONGEST_NOTE
from messaging.models.choices import Tone
from messaging.models.template import REMINDERS
from messaging.policy.channel_plan import is_plan


@needs("messaging.change_strategy")
def edit_strategy(request: HttpRequest, pk: int) -> HttpResponse:
    strategy = strategy_or_404(pk)
    if strategy.state not in EDITABLE:
        messages.info(request, DECIDED)
        return HttpResponseRedirect(reverse("admin:strategy", args=[pk]))
    if request.method != "POST":
        return _editor(request, strategy, chosen_in(strategy), note=strategy.author_note)
    wanted, note = _posted_cells(request), request.POST.get("note", "")
    channels = _posted_channels(request)
    if request.POST.get("act") == "fill":
        return _editor(request, strategy, _filled(wanted), note=note, unsaved=True)
    try:
        within(note, LONGEST_NOTE)
    except Refused as refused:
        messages.error(request, str(refused))
        return _editor(request, strategy, wanted, note=note, unsaved=True, status=422)
    return _save(request, strategy, wanted, channels, note=note)


def _save(
    request: HttpRequest,
    strategy: Strategy,
    wanted: dict[Cell, int | None],
    channels: dict[Cell, str],
    *,
    note: str,
) -> HttpResponse:
    try:
        strategies.save_cells(
            strategy,
            wanted,
            channels=channels,
            hours=_posted_hours(request),
            note=note,
            by=staff(request),
            now=clock.now(),
            seen_edited_at=seen_moment(request.POST.get("seen_edited_at")),
        )
    except Refused as refused:
        messages.error(request, str(refused))
        now_stored = strategy_or_404(strategy.pk)
        return _editor(
            request, now_stored, wanted, note=note, unsaved=True, against_theirs=True, status=409
        )
    messages.success(request, _("Draft saved."))
    return HttpResponseRedirect(reverse("admin:strategy", args=[strategy.pk]))


def _filled(wanted: Mapping[Cell, int | None]) -> dict[Cell, int | None]:
    """Holes take the template that fits best; what was chosen stays."""
    fitting = starter.fitting_templates()
    return {cell: wanted.get(cell) or fitting[cell] for cell in CELLS}


def _posted_cells(request: HttpRequest) -> dict[Cell, int | None]:
    """What was chosen; what is no reminder of that stage counts as not chosen."""
    fitting = set(Template.objects.filter(**REMINDERS).values_list("stage", "pk"))
    wanted: dict[Cell, int | None] = {}
    for cell in CELLS:
        chosen = row_id(request.POST.get(field_of(cell)))
        wanted[cell] = chosen if (cell[0], chosen) in fitting else None
    return wanted


def _posted_channels(request: HttpRequest) -> dict[Cell, str]:
    """The plan of each cell that names one."""
    named = {cell: request.POST.get(plan_field_of(cell), "").strip() for cell in CELLS}
    return {cell: written for cell, written in named.items() if written}


def _posted_hours(request: HttpRequest) -> str | None:
    """None: nothing readable was posted, what is stored stays."""
    posted = request.POST.get("hours")
    return posted if posted in Strategy.Hours.values else None


def _channels(request: HttpRequest, strategy: Strategy) -> dict[Cell, str]:
    """As posted, as far as it can be read; else as stored."""
    stored, posted = strategies.plans(strategy), _posted_channels(request)
    readable = {cell: written for cell, written in posted.items() if is_plan(written)}
    return {**stored, **readable}


def _editor(
    request: HttpRequest,
    strategy: Strategy,
    chosen: Mapping[Cell, int | None],
    *,
    note: str,
    unsaved: bool = False,
    against_theirs: bool = False,
    status: int = 200,
) -> HttpResponse:
    """`unsaved`: what is drawn differs from what is stored, and leaving would lose it.

    `against_theirs`: somebody saved in between; the page says what saving would now undo.
    """
    now = clock.now()
    stored_at = strategy.edited_at.isoformat()
    seen = stored_at if against_theirs else request.POST.get("seen_edited_at", stored_at)
    theirs = strategies.changes(chosen_in(strategy), chosen) if against_theirs else None
    return render(
        request,
        "messaging/strategy_edit.html",
        title=str(strategy),
        status=status,
        version=strategy,
        note=note,
        hours=_posted_hours(request) or strategy.hours,
        hours_offered=Strategy.Hours.choices,
        unsaved=unsaved,
        seen_edited_at=seen,
        theirs=None if theirs is None else change_lines(theirs),
        tones=Tone.labels,
        tabs=tabs(
            table_of(chosen, now), options=_options(now), channels=_channels(request, strategy)
        ),
    )


def _options(now: Any) -> dict[str, list[dict[str, Any]]]:
    """By stage, every reminder; `worded` False: none of its wordings is in force."""
    templates = list(Template.objects.filter(**REMINDERS).order_by("code"))
    worded = {pk for pk, _language in in_force.template_versions([t.pk for t in templates], now)}
    by_stage: dict[str, list[dict[str, Any]]] = {}
    for template in templates:
        option = {"pk": template.pk, "title": template.title, "worded": template.pk in worded}
        by_stage.setdefault(template.stage, []).append(option)
    return by_stage
