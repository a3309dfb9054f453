"""A strategy as a table to be read: what each cell leads to, and where it leads nowhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from accounts.models.choices import Cause, Language
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.models import Strategy, Template, in_force
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

    @property
    def is_hole(self) -> bool:
        """Somebody in this cell would get no text."""
        return bool(self.silent)


def table_of(chosen: Mapping[Cell, int | None], now: datetime) -> dict[Cell, Spot]:
    """Every cell of the grid, holes included. Two queries."""
    ids = {pk for pk in chosen.values() if pk}
    templates = Template.objects.in_bulk(ids)
    worded = set(in_force.template_versions(ids, now))
    return {cell: _spot(cell, chosen, templates, worded) for cell in CELLS}


def holes_by_cause(table: Iterable[Spot]) -> dict[str, int]:
    """Cells in which somebody would get no text, by cause."""
    counts = dict.fromkeys(Cause.values, 0)
    for spot in table:
        counts[spot.cell[2]] += spot.is_hole
    return counts


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
