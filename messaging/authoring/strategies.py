"""A strategy is edited as a draft: a new version copied from a former one, then its cells."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import Lender, User
from messaging.approval import drafting
from messaging.approval.guard import guarded
from messaging.authoring.strategy_cells import CELLS, Cell
from messaging.models import SegmentCell, Strategy, StrategyCell
from messaging.policy import channel_plan

MOST_SEGMENT_CELLS = 20
"""More than a person can read before approving."""


class Change(NamedTuple):
    """A cell that leads elsewhere: template ids, None for a hole."""

    cell: Cell
    before: int | None
    after: int | None


def changes(old: Mapping[Cell, int | None], new: Mapping[Cell, int | None]) -> list[Change]:
    """Which cells differ, in the order of the table."""
    pairs = ((cell, old.get(cell), new.get(cell)) for cell in CELLS)
    return [Change(*pair) for pair in pairs if pair[1] != pair[2]]


def new_version(
    lender: Lender, *, by: User, now: datetime, from_version: Strategy | None = None
) -> Strategy:
    """A draft with the cells and the hour of `from_version` (None: empty)."""
    with guarded():
        hours = from_version.hours if from_version else Strategy.Hours.FIRST
        draft = drafting.start(Strategy(lender=lender, hours=hours), by=by, now=now)
        if from_version is not None:
            _insert(draft, cells(from_version), plans(from_version))
            _insert_segments(draft, segment_cells(from_version))
        return draft


def cells(strategy: Strategy) -> dict[Cell, int]:
    """The table: (stage, tone, cause) → id of its template."""
    rows = strategy.cells.values_list("stage", "tone", "cause", "template_id")
    return {(stage, tone, cause): template for stage, tone, cause, template in rows}


def plans(strategy: Strategy) -> dict[Cell, str]:
    """The channels of each cell, as messaging.policy.channel_plan writes them."""
    rows = strategy.cells.values_list("stage", "tone", "cause", "channels")
    return {(stage, tone, cause): written for stage, tone, cause, written in rows}


def segment_cells(strategy: Strategy) -> list[SegmentCell]:
    """What it says for segments, in the order in which they are asked."""
    return list(strategy.segment_cells.select_related("template").order_by("position"))


def save_segment_cells(
    strategy: Strategy,
    wanted: Sequence[SegmentCell],
    *,
    note: str | None = None,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> Strategy:
    """Make what it says for segments exactly `wanted`, in this order. Refused as `save_cells`.

    `note` None: the draft's own stays.
    """
    if len(wanted) > MOST_SEGMENT_CELLS:
        raise Refused(
            _("A strategy says something for %(most)d segments at most; take one out first.")
            % {"most": MOST_SEGMENT_CELLS}
        )
    with guarded():
        locked = drafting.lock(strategy, by=by)
        drafting.refuse_if_saved_since(locked, seen_edited_at=seen_edited_at)
        drafting.store(locked, note=locked.author_note if note is None else note, by=by, now=now)
        locked.segment_cells.all().delete()
        _insert_segments(locked, wanted)
        return locked


def save_cells(
    strategy: Strategy,
    wanted: Mapping[Cell, int | None],
    *,
    channels: Mapping[Cell, str] | None = None,
    hours: str | None = None,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> Strategy:
    """Make the table exactly `wanted` (None: a hole), with the `channels` of its cells; of a cell
    not named there they stay. `hours`: when its texts leave (Strategy.Hours); None: that stays.
    Refused when somebody else saved since, or for what is no plan.

    Editing a request or a rejected version makes a draft of it. The editor is named before the
    cells change: the database then lets them, and will not let them approve.
    """
    chosen = {cell: pk for cell, pk in wanted.items() if pk is not None}
    _refuse_what_is_no_plan(channels or {})
    with guarded():
        locked = drafting.lock(strategy, by=by)
        before = plans(locked)
        told = {**before, **(channels or {})}
        same = all(told.get(cell) == before.get(cell) for cell in chosen)
        hours = locked.hours if hours is None else hours
        if drafting.says(locked, note=note, hours=hours) and cells(locked) == chosen and same:
            return locked
        drafting.refuse_if_saved_since(locked, seen_edited_at=seen_edited_at)
        drafting.store(locked, note=note, by=by, now=now, hours=hours)
        _replace(locked, chosen, told)
        return locked


def _refuse_what_is_no_plan(channels: Mapping[Cell, str]) -> None:
    try:
        for written in set(channels.values()):
            channel_plan.read(written)
    except channel_plan.PlanError:
        raise Refused(
            _("Channels are written in order, with the hours between: sms, email 4, push 48.")
        ) from None


def _replace(strategy: Strategy, wanted: Mapping[Cell, int], channels: Mapping[Cell, str]) -> None:
    """Touch only the cells that differ, so that the audit trail shows what was changed."""
    changed = {change.cell for change in changes(cells(strategy), wanted)}
    before = plans(strategy)
    changed |= {cell for cell in wanted if channels.get(cell) != before.get(cell)}
    gone = [row.pk for row in strategy.cells.all() if (row.stage, row.tone, row.cause) in changed]
    StrategyCell.objects.filter(pk__in=gone).delete()
    _insert(strategy, {cell: wanted[cell] for cell in changed if cell in wanted}, channels)


def _insert(strategy: Strategy, wanted: Mapping[Cell, int], channels: Mapping[Cell, str]) -> None:
    StrategyCell.objects.bulk_create(
        StrategyCell(
            strategy=strategy,
            stage=cell[0],
            tone=cell[1],
            cause=cell[2],
            template_id=template,
            channels=channels.get(cell) or channel_plan.write(channel_plan.TEXTS_ALONE),
        )
        for cell, template in wanted.items()
    )


def _insert_segments(strategy: Strategy, wanted: Sequence[SegmentCell]) -> None:
    SegmentCell.objects.bulk_create(
        SegmentCell(
            strategy=strategy,
            position=position,
            stage=cell.stage,
            title=cell.title,
            conditions=cell.conditions,
            template_id=cell.template_id,
            channels=cell.channels,
        )
        for position, cell in enumerate(wanted, start=1)
    )
