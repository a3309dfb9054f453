"""A strategy as a table to be read: what each cell leads to, and where it leads nowhere."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models.choices import Cause, Language
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.models import Strategy, StrategyCell, Template, in_force
from messaging.planning.choose import FALLBACK_CAUSE, FALLBACK_LANGUAGE


@dataclass(frozen=True)
class Spot:
    """One cell. `template` is its own; `stands_in` is the one of no particular cause that is used
    where it has none. `silent`: languages whose customers get no text; `borrowed`: languages that
    get the Simplified Chinese one."""

    cell: Cell
    template: Template | None
    stands_in: Template | None
    silent: tuple[str, ...]
    borrowed: tuple[str, ...]

    @property
    def leads_to(self) -> Template | None:
        """The template a loan of this cell gets."""
        return self.template or self.stands_in

    def is_written_in(self, language: str) -> bool:
        return language not in (*self.silent, *self.borrowed)

    @property
    def is_hole(self) -> bool:
        """Somebody in this cell would get no text."""
        return bool(self.silent)


def table_of(
    chosen: Mapping[Cell, int | None], now: datetime, *, without: tuple[int, str] | None = None
) -> dict[Cell, Spot]:
    """Every cell of the grid, holes included; as if no wording of this (template id, language) were
    in force. Two queries."""
    ids = {pk for pk in chosen.values() if pk}
    templates = Template.objects.in_bulk(ids)
    worded = set(in_force.template_versions(ids, now)) - {without}
    return {cell: _spot(cell, chosen, templates, worded) for cell in CELLS}


def holes_by_cause(table: Iterable[Spot]) -> dict[str, int]:
    """Cells in which somebody would get no text, by cause."""
    counts = dict.fromkeys(Cause.values, 0)
    for spot in table:
        counts[spot.cell[2]] += spot.is_hole
    return counts


def tables_of(strategies: Collection[Strategy], now: datetime) -> dict[int, dict[Cell, Spot]]:
    """The tables of stored strategies, by their ids. Three queries, however many they are."""
    chosen: dict[int, dict[Cell, int | None]] = {strategy.pk: {} for strategy in strategies}
    for cell in StrategyCell.objects.filter(strategy__in=chosen):
        chosen[cell.strategy_id][cell.stage, cell.tone, cell.cause] = cell.template_id
    ids = {pk for cells in chosen.values() for pk in cells.values() if pk}
    templates = Template.objects.in_bulk(ids)
    worded = set(in_force.template_versions(ids, now))
    return {
        pk: {cell: _spot(cell, cells, templates, worded) for cell in CELLS}
        for pk, cells in chosen.items()
    }


def unworded(table: Mapping[Cell, Spot]) -> list[Spot]:
    """Cells with a template of their own of which somebody in them would get no text, as no wording
    is in force. Languages in which none of the strategy's texts is written are passed over."""
    led = [spot for spot in table.values() if spot.leads_to]
    written = {code for spot in led for code in Language.values if spot.is_written_in(code)}
    return [
        spot
        for spot in led
        if spot.template and (written & set(spot.silent) or len(spot.silent) == len(Language))
    ]


def chosen_in(strategy: Strategy) -> dict[Cell, int | None]:
    """The cells of a stored strategy, as `table_of` takes them."""
    rows = strategy.cells.values_list("stage", "tone", "cause", "template_id")
    return {(stage, tone, cause): pk for stage, tone, cause, pk in rows}


def _spot(
    cell: Cell,
    chosen: Mapping[Cell, int | None],
    templates: Mapping[int, Template],
    worded: set[tuple[int, str]],
) -> Spot:
    stage, tone, cause = cell
    own = templates.get(chosen.get(cell) or 0)
    general = templates.get(chosen.get((stage, tone, FALLBACK_CAUSE)) or 0)
    stands_in = general if own is None and cause != FALLBACK_CAUSE else None
    used = own or stands_in
    lacking = [code for code in Language.values if used is None or (used.pk, code) not in worded]
    can_borrow = used is not None and (used.pk, FALLBACK_LANGUAGE) in worded
    return Spot(
        cell=cell,
        template=own,
        stands_in=stands_in,
        silent=() if can_borrow else tuple(lacking),
        borrowed=tuple(lacking) if can_borrow else (),
    )
