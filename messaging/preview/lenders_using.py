"""The lenders whose strategy in force leads to a template, with what planning would go by."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from accounts.models import Lender
from accounts.rules.delinquency import habit_of
from accounts.rules.lender_day import lender_day
from messaging.models import Strategy, StrategyCell, Template, in_force
from messaging.planning.by_segment import BySegment, SegmentRule, by_segment, of_several, templates
from messaging.planning.choose import FALLBACK_LANGUAGE, Cells, Wordings
from messaging.policy.model import Policy
from messaging.policy.tone import tone_for


@dataclass(frozen=True)
class LenderUsing:
    """One lender; `languages`: those in which the template has, or is to have, a wording.
    `segments`: what its strategy says for segments, which is asked before its cells."""

    lender: Lender
    policy: Policy
    day: date
    cells: Cells
    languages: frozenset[str]
    segments: BySegment = field(default_factory=dict)

    def rules(self, stage: str) -> tuple[SegmentRule, ...]:
        """In the order in which they are asked."""
        return self.segments.get(stage, ())

    def template_id(
        self, stage: str, *, cause: str, paid: int, paid_late: int, rule: int | None = None
    ) -> int | None:
        """The template a customer with this history, whose lead loan has this cause, is led to in
        this stage; None: to no text. `rule`: which of `rules` holds for them first, if any."""
        if rule is not None:
            return self.rules(stage)[rule].template_id
        habit = habit_of(paid, paid_late)
        tone, _why = tone_for(stage, habit, cause, firm_from=self.policy.firm_from)
        return Wordings(self.cells, {}).template_id(stage=stage, tone=tone, cause=cause)

    def reads(self, language: str) -> str:
        """The language a customer of this language would get the template in."""
        return language if language in self.languages else FALLBACK_LANGUAGE


def users(template: Template, now: datetime, *, language: str | None) -> list[LenderUsing]:
    """Seven queries. A lender without a policy in force plans nothing and is left out."""
    standing = in_force.standing_strategies(naming(template.pk), now)
    policies = {version.lender_id: version for version in in_force.standing_policies(now)}
    lenders = Lender.objects.in_bulk([pk for pk in standing if pk in policies])
    worded = {read for _pk, read in in_force.template_versions([template.pk], now)}
    ids = [standing[pk].pk for pk in lenders]
    cells, segments = _cells(ids), of_several(ids)
    return [
        LenderUsing(
            lender=lender,
            policy=in_force.policy_of(policies[pk]),
            day=lender_day(lender, now),
            cells=cells[standing[pk].pk],
            languages=frozenset(worded | ({language} if language else set())),
            segments=segments[standing[pk].pk],
        )
        for pk, lender in lenders.items()
        if template.pk in cells[standing[pk].pk].values()
        or template.pk in templates(segments[standing[pk].pk])
    ]


def naming(template_id: int) -> set[int]:
    """Ids of the lenders one of whose strategies, of any day, names it for a cell or a segment."""
    cells = Strategy.objects.filter(cells__template=template_id)
    lines = Strategy.objects.filter(segment_cells__template=template_id)
    return set(
        cells.values_list("lender_id")
        .union(lines.values_list("lender_id"))
        .values_list("lender_id", flat=True)
    )


def user_of(strategy: Strategy, now: datetime) -> LenderUsing | None:
    """Its lender as if this strategy, a draft too, were in force; None without a policy in force.
    Four queries."""
    try:
        _version, policy = in_force.policy(strategy.lender, now)
    except in_force.NothingInForce:
        return None
    return LenderUsing(
        lender=strategy.lender,
        policy=policy,
        day=lender_day(strategy.lender, now),
        cells=_cells([strategy.pk])[strategy.pk],
        languages=frozenset(),
        segments=by_segment(strategy),
    )


def _cells(strategy_ids: list[int]) -> dict[int, dict[tuple[str, str, str], int]]:
    found: dict[int, dict[tuple[str, str, str], int]] = defaultdict(dict)
    for cell in StrategyCell.objects.filter(strategy__in=strategy_ids):
        found[cell.strategy_id][cell.stage, cell.tone, cell.cause] = cell.template_id
    return found
