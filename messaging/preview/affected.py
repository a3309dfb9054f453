"""Who would be without a text if one wording were gone: customers of today, cells of strategies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from messaging.authoring.strategy_cells import in_words
from messaging.authoring.strategy_table import chosen_in, table_of
from messaging.models import Strategy, TemplateVersion, in_force
from messaging.preview import portfolio


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
    lenders = Strategy.objects.filter(cells__template=version.template_id)
    standing = in_force.standing_strategies(set(lenders.values_list("lender_id", flat=True)), now)
    strategies = Strategy.objects.filter(pk__in=[each.pk for each in standing.values()])
    return [
        f"{strategy.lender} · {in_words(spot.cell)}"
        for strategy in strategies.select_related("lender").order_by("lender__name")
        for spot in table_of(chosen_in(strategy), now, without=gone).values()
        if spot.template and spot.template.pk == version.template_id
        if version.language in spot.silent
    ]
