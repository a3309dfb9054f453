"""What a strategy says for segments, as planning needs it: asked before the table of its cells."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from messaging.models import Strategy
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
    found: dict[str, list[SegmentRule]] = defaultdict(list)
    for cell in strategy.segment_cells.order_by("position"):
        found[cell.stage].append(
            SegmentRule(
                cell.title,
                read(cell.conditions),
                cell.template_id,
                channel_plan.read(cell.channels),
            )
        )
    return {stage: tuple(rules) for stage, rules in found.items()}


def first_that_holds(rules: BySegment, known: Known) -> SegmentRule | None:
    return next((rule for rule in rules.get(known.stage, ()) if holds(rule.condition, known)), None)


def templates(rules: BySegment) -> set[int]:
    """Of all rules."""
    return {rule.template_id for each in rules.values() for rule in each if rule.template_id}
