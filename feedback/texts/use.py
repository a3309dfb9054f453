"""Where a text is put to use now: cells and segments of strategies in force, trials, campaigns."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from messaging.models import Campaign, SegmentCell, Strategy, StrategyCell, Trial, in_force
from messaging.models.approvable import ApprovalState


@dataclass(frozen=True, slots=True)
class Use:
    """`what`: the strategy, trial or campaign; `where`: its cell or segment, as people say it."""

    what: Any
    where: str
    link: str


def uses_of(template_ids: Collection[int], *, now: datetime) -> Mapping[int, list[Use]]:
    """By template id, absent where it is used nowhere. Six queries, whatever their number."""
    using = Strategy.objects.filter(cells__template__in=template_ids)
    segmented = Strategy.objects.filter(segment_cells__template__in=template_ids)
    lenders = {*using.values_list("lender", flat=True), *segmented.values_list("lender", flat=True)}
    standing = [each.pk for each in in_force.standing_strategies(lenders, now).values()]
    found: dict[int, list[Use]] = defaultdict(list)
    cells = StrategyCell.objects.filter(strategy__in=standing, template__in=template_ids)
    for template_id, use in _by_tone(cells.select_related("strategy__lender").order_by("pk")):
        found[template_id].append(use)
    for each in SegmentCell.objects.filter(
        strategy__in=standing, template__in=template_ids
    ).select_related("strategy__lender"):
        said = f"{each.get_stage_display()} · {each.title}"
        found[each.template_id or 0].append(_use(each.strategy, "strategy", said))
    for trial in Trial.objects.filter(state=ApprovalState.APPROVED, ended_at=None):
        for arm in {*trial.arms} & {*template_ids}:
            found[arm].append(_use(trial, "trial", trial.get_stage_display()))
    begun = Campaign.objects.filter(state=ApprovalState.APPROVED, last_day__gte=now.date())
    for campaign in begun:
        for text in {*campaign.texts} & {*template_ids}:
            days = f"{date_format(campaign.first_day)} – {date_format(campaign.last_day)}"
            found[text].append(_use(campaign, "campaign", days))
    return found


def _by_tone(cells: Iterable[StrategyCell]) -> Iterator[tuple[int, Use]]:
    """One line for the causes of one stage and tone."""
    causes: dict[tuple[int, Strategy, str], list[str]] = defaultdict(list)
    for cell in cells:
        where = f"{cell.get_stage_display()} · {cell.get_tone_display()}"
        causes[cell.template_id, cell.strategy, where].append(cell.get_cause_display())
    for (template_id, strategy, where), named in causes.items():
        yield template_id, _use(strategy, "strategy", f"{where} · {_(', ').join(named)}")


def _use(what: Any, page: str, where: str) -> Use:
    return Use(what, where, reverse(f"admin:{page}", args=[what.pk]))
