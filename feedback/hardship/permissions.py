"""Who may approve what was proposed, and if somebody may not, why."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.models import User
from feedback.models import HardshipDecision

MAY_DECIDE = "feedback.decide_hardshipcase"


def obstacle_to_approving(decision: HardshipDecision, *, by: User, now: datetime) -> str:
    """Why this person cannot approve it; empty when they can. Rejecting needs no training."""
    return _obstacle(decision, by=by, trained_at=now)


def obstacle_to_rejecting(decision: HardshipDecision, *, by: User) -> str:
    """Why this person cannot send it back; empty when they can. A proposer withdraws instead."""
    return _obstacle(decision, by=by, trained_at=None)


def _obstacle(decision: HardshipDecision, *, by: User, trained_at: datetime | None) -> str:
    return four_eyes.obstacle(
        by,
        hands=[([decision.proposed_by_id], _("You proposed it; somebody else must approve it."))],
        may=by.has_perm(MAY_DECIDE),
        role=_("Your role does not approve this."),
        trained_at=trained_at,
    )
