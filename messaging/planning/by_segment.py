"""What a strategy says for segments, as planning needs it: asked before the table of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from messaging.models import SegmentCell, Strategy
from messaging.policy import channel_plan
from messaging.policy.channel_plan import TEXTS_ALONE, Plan
from messaging.policy.segments.condition import Condition, holds, read
from messaging.policy.segments.facts import Known


@dataclass(frozen=True, slots=True)
class SegmentRule:
    """`template_id` None: no text in this stage."""

    title: str
    condition: Condition
    template_id: int | None
    plan: Plan = TEXTS_ALONE


BySegment = Mapping[str, tuple[SegmentRule, ...]]
"""By stage, in the order in which they are asked."""


def by_segment(strategy: Strategy) -> BySegment:
    """One query."""
    return of_several([strategy.pk])[strategy.pk]


def of_several(strategy_ids: Collection[int]) -> dict[int, BySegment]:
    """By strategy, empty where it says nothing for segments. One query."""
    found: dict[int, dict[str, list[SegmentRule]]] = {pk: defaultdict(list) for pk in strategy_ids}
    for cell in SegmentCell.objects.filter(strategy__in=strategy_ids).order_by("position"):
        found[cell.strategy_id][cell.stage].append(
            SegmentRule(
                cell.title,
                read(cell.conditions),
                cell.template_id,
                channel_plan.read(cell.channels),
            )
        )
    return {
        pk: {stage: tuple(rules) for stage, rules in stages.items()} for pk, stages in found.items()
    }


def first_that_holds(rules: BySegment, known: Known) -> SegmentRule | None:
    return next((rule for rule in rules.get(known.stage, ()) if holds(rule.condition, known)), None)


def templates(rules: BySegment) -> set[int]:
    """Of all rules."""
    return {rule.template_id for each in rules.values() for rule in each if rule.template_id}
