"""The campaigns that run at a moment, as rules that planning asks before those of segments."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.models import Campaign, Template
from messaging.models.approvable import ApprovalState
from messaging.models.template import REMINDERS
from messaging.planning.by_segment import BySegment, SegmentRule
from messaging.policy.segments.condition import read


def running(lender: Lender, at: datetime) -> list[Campaign]:
    """Those whose days they are, the newest approved first; of the versions of one, the newest
    that has begun. One query."""
    day = lender_day(lender, at)
    begun = Campaign.objects.filter(
        lender=lender, state=ApprovalState.APPROVED, effective_from__lte=at
    )
    newest = begun.order_by("title", "-effective_from", "-number").distinct("title")
    found = [each for each in newest if each.first_day <= day <= each.last_day]
    return sorted(found, key=lambda each: (each.decided_at or at, each.pk), reverse=True)


def texts_of(campaigns: Sequence[Campaign]) -> set[int]:
    return {pk for campaign in campaigns for pk in campaign.texts}


def before(
    rules: BySegment, campaigns: Sequence[Campaign], *, worded: Collection[int]
) -> BySegment:
    """The rules with those of the campaigns ahead of them. A text without a wording in force
    (`worded`) is left out, so that the strategy's goes. One query where a campaign runs."""
    if not campaigns:
        return rules
    asked = Template.objects.filter(pk__in=texts_of(campaigns) & {*worded}, **REMINDERS)
    stages = dict(asked.values_list("pk", "stage"))
    ahead: dict[str, list[SegmentRule]] = defaultdict(list)
    for campaign in campaigns:
        condition = read(campaign.conditions) if campaign.conditions else ()
        for pk in campaign.texts:
            if pk in stages:
                ahead[stages[pk]].append(SegmentRule(campaign.title, condition, pk))
    both = {*ahead, *rules}
    return {stage: (*ahead.get(stage, ()), *rules.get(stage, ())) for stage in both}
