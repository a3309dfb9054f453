"""A strategy as its screens draw it: a tab per cause, stages down, tones across."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from accounts.models.choices import Cause, Language
from messaging.admin.strategies import plans
from messaging.authoring.strategies import Change
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.authoring.strategy_table import Spot, holes_by_cause
from messaging.models import SegmentCell, Template
from messaging.models.choices import StageChoices, Tone
from messaging.policy import channel_plan
from messaging.segments.words import sentences

TEXTS = channel_plan.write(channel_plan.TEXTS_ALONE)
LANGUAGES = dict(Language.choices)


@dataclass(frozen=True)
class CellView:
    """`was`: the title in the strategy in force where this one differs ("" for a hole there).
    `channels`: its plan in words where that is more than texts, `written` as it is stored, `plans`
    those to choose from."""

    name: str
    label: str
    spot: Spot
    silent: list[Any]
    borrowed: list[Any]
    was: str | None = None
    plan_name: str = ""
    written: str = ""
    channels: str = ""
    plans: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class RowView:
    stage: Any
    code: str
    cells: list[CellView]
    options: list[Any] = field(default_factory=list)


@dataclass(frozen=True)
class TabView:
    """`holes`: cells in which somebody gets no text; `changed`: cells that differ."""

    cause: str
    label: Any
    holes: int
    changed: int
    general: bool
    rows: list[RowView]


def tabs(
    table: Mapping[Cell, Spot],
    *,
    changed: list[Change] | None = None,
    options: Mapping[str, list[Any]] | None = None,
    channels: Mapping[Cell, str] = MappingProxyType({}),
) -> list[TabView]:
    """One tab per cause, in the order of causes. `channels`: the plans of its cells."""
    was = _titles_before(changed or [])
    holes = holes_by_cause(table.values())
    return [
        TabView(
            cause=cause.value,
            label=cause.label,
            holes=holes[cause.value],
            changed=sum(cell[2] == cause.value for cell in was),
            general=cause is Cause.UNKNOWN,
            rows=[
                _row(stage, cause, table, was, options or {}, channels) for stage in StageChoices
            ],
        )
        for cause in Cause
    ]


def change_lines(changed: list[Change]) -> list[dict[str, Any]]:
    """Each changed cell in words, with the title before and after; "" for a hole."""
    titles = _titles(pk for change in changed for pk in change[1:])
    return [
        {
            "cell": " · ".join(map(str, label_of(change.cell))),
            "before": titles.get(change.before or 0, ""),
            "after": titles.get(change.after or 0, ""),
        }
        for change in changed
    ]


def channel_lines(before: Mapping[Cell, str], after: Mapping[Cell, str]) -> list[dict[str, Any]]:
    """Cells whose channels differ, in words, those that change alike together; a hole has none."""
    alike: dict[tuple[str, str], list[str]] = {}
    for cell in CELLS:
        if cell in after and after[cell] != before.get(cell, TEXTS):
            was = plans.in_words(before[cell]) if cell in before else ""
            cells = alike.setdefault((was, plans.in_words(after[cell])), [])
            cells.append(" · ".join(map(str, label_of(cell))))
    return [{"cells": cells, "before": was, "after": now} for (was, now), cells in alike.items()]


def plan_field_of(cell: Cell) -> str:
    """The name of the field of a cell's channels."""
    return "channels:" + ":".join(cell)


def field_of(cell: Cell) -> str:
    """The name of a cell's field in the form."""
    return "cell:" + ":".join(cell)


def label_of(cell: Cell) -> tuple[Any, Any, Any]:
    """Stage, tone and cause as they are called on screen."""
    return StageChoices(cell[0]).label, Tone(cell[1]).label, Cause(cell[2]).label


def _row(
    stage: StageChoices,
    cause: Cause,
    table: Mapping[Cell, Spot],
    was: Mapping[Cell, str],
    options: Mapping[str, list[Any]],
    channels: Mapping[Cell, str],
) -> RowView:
    cells = [(stage.value, tone.value, cause.value) for tone in Tone]
    return RowView(
        stage=stage.label,
        code=stage.value,
        cells=[_cell(table[cell], was, channels.get(cell, "")) for cell in cells],
        options=list(options.get(stage.value, [])),
    )


def _cell(spot: Spot, was: Mapping[Cell, str], written: str) -> CellView:
    return CellView(
        plan_name=plan_field_of(spot.cell),
        written=written,
        channels=plans.in_words(written) if written not in ("", TEXTS) else "",
        plans=plans.options(written),
        name=field_of(spot.cell),
        label=" · ".join(map(str, label_of(spot.cell))),
        spot=spot,
        silent=[LANGUAGES[code] for code in spot.silent],
        borrowed=[LANGUAGES[code] for code in spot.borrowed],
        was=was.get(spot.cell),
    )


def _titles_before(changed: list[Change]) -> dict[Cell, str]:
    titles = _titles(change.before for change in changed)
    return {change.cell: titles.get(change.before or 0, "") for change in changed}


def _titles(ids: Any) -> dict[int, str]:
    wanted = {pk for pk in ids if pk}
    return dict(Template.objects.filter(pk__in=wanted).values_list("pk", "title")) if wanted else {}


def segment_lines(
    cells: list[SegmentCell],
    standing: list[SegmentCell] | None,
    reached: Mapping[int, int] | None,
) -> list[dict[str, Any]]:
    """`new`: the strategy in force (None: there is no other) does not say the same. `reached`:
    customers of today by position; None where it cannot be said."""
    known = None if standing is None else [_said(cell) for cell in standing]
    return [
        {
            "cell": cell,
            "reach": None if reached is None else reached.get(cell.position),
            "sentences": sentences(cell.conditions),
            "channels": plans.in_words(cell.channels) if cell.channels != TEXTS else "",
            "new": known is not None and _said(cell) not in known,
        }
        for cell in cells
    ]


def segment_lines_gone(
    cells: list[SegmentCell], standing: list[SegmentCell] | None
) -> list[SegmentCell]:
    """What the strategy in force says and this one does not."""
    said = [_said(cell) for cell in cells]
    return [cell for cell in standing or [] if _said(cell) not in said]


def _said(cell: SegmentCell) -> tuple[Any, ...]:
    return cell.stage, cell.title, cell.conditions, cell.template_id, cell.channels
