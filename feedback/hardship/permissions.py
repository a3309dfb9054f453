"""Who may approve what was proposed, and if somebody may not, why."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from feedback.models import HardshipDecision
from messaging.approval.permissions import is_trained

MAY_DECIDE = "feedback.decide_hardshipcase"


def obstacle_to_approving(decision: HardshipDecision, *, by: User, now: datetime) -> str:
    """Why this person cannot approve it; empty when they can. Rejecting needs no training."""
    return obstacle_to_rejecting(decision, by=by) or (
        ""
        if is_trained(by, now)
        else _("Your training is not valid on this day; only a trained person approves.")
    )


def obstacle_to_rejecting(decision: HardshipDecision, *, by: User) -> str:
    """Why this person cannot send it back; empty when they can. A proposer withdraws instead."""
    if by.pk == decision.proposed_by_id:
        return _("You proposed it; somebody else must approve it.")
    if not by.has_perm(MAY_DECIDE):
        return _("Your role does not approve this.")
    return ""
