"""Who would be without a text if one wording were gone: customers of today, cells of strategies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from messaging.authoring.strategy_cells import in_words
from messaging.authoring.strategy_table import chosen_in, table_of
from messaging.models import SegmentCell, Strategy, TemplateVersion, in_force
from messaging.planning.choose import FALLBACK_LANGUAGE
from messaging.preview import portfolio
from messaging.preview.lenders_using import naming


@dataclass(frozen=True)
class Affected:
    """`customers`: whom it would go to today; `cells`: in words, those that then lead to no text of
    its language."""

    customers: int
    cells: list[str] = field(repr=False)


def affected(version: TemplateVersion, now: datetime) -> Affected | None:
    """None for what is not in force, or is no reminder."""
    template = version.template
    standing = in_force.template_versions([template.pk], now)
    if standing.get((template.pk, version.language)) != version or not template.is_reminder:
        return None
    found = portfolio.reach(template, now, language=version.language)
    return Affected(found, _cells(version, now))


def _cells(version: TemplateVersion, now: datetime) -> list[str]:
    gone = (version.template_id, version.language)
    standing = in_force.standing_strategies(naming(version.template_id), now)
    strategies = Strategy.objects.filter(pk__in=[each.pk for each in standing.values()])
    strategies = strategies.select_related("lender").order_by("lender__name")
    cells = [
        f"{strategy.lender} · {in_words(spot.cell)}"
        for strategy in strategies
        for spot in table_of(chosen_in(strategy), now, without=gone).values()
        if spot.template and spot.template.pk == version.template_id
        if version.language in spot.silent
    ]
    return cells + _lines(version, strategies, now)


def _lines(version: TemplateVersion, strategies: Iterable[Strategy], now: datetime) -> list[str]:
    """Lines for segments; customers of another language than the fallback's fall back to it."""
    fallback = (version.template_id, FALLBACK_LANGUAGE)
    if version.language != FALLBACK_LANGUAGE and fallback in in_force.template_versions(
        [version.template_id], now
    ):
        return []
    cells = SegmentCell.objects.filter(template=version.template_id, strategy__in=strategies)
    return [
        f"{cell.strategy.lender} · {cell.get_stage_display()} · {cell.title}"
        for cell in cells.select_related("strategy__lender").order_by("strategy", "position")
    ]
