"""How far a change of what a lender says of itself reaches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Lender
from accounts.rules.lender_day import lender_day
from messaging.models import Candidate, TemplateVersion, in_force
from messaging.models.approvable import ApprovalState


@dataclass(frozen=True, slots=True)
class Reach:
    """`texts`: approved ones that the lender's strategy leads to. `people`: of today's run."""

    texts: int
    people: int


def reach(lender: Lender, now: datetime) -> Reach:
    """Three queries."""
    strategy = in_force.standing_strategies([lender.pk], now).get(lender.pk)
    versions = TemplateVersion.objects.filter(
        state=ApprovalState.APPROVED, template__cells__strategy=strategy
    )
    today = Candidate.objects.filter(
        run__lender=lender, run__day=lender_day(lender, now), to_send=True
    )
    return Reach(
        texts=versions.distinct().count() if strategy else 0,
        people=today.values("customer_id").distinct().count(),
    )
