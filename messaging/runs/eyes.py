"""Who may release a run, and if somebody may not, why: screens say it before they try."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval.permissions import is_trained
from messaging.models import Run


def obstacle_to_release(run: Run, *, by: User, now: datetime) -> str:
    """Why this person cannot release this run; empty when they can."""
    if run.state != Run.State.PLANNED:
        return _("Only a planned run can be released; this one is: %(state)s.") % {
            "state": run.get_state_display()
        }
    if not by.has_perm("messaging.release_run"):
        return _("Your role does not release runs; ask a supervisor.")
    if run.planned_by_id == by.pk:
        return _("You planned this run, so somebody else must release it.")
    if not is_trained(by, now):
        return _("Your training is not valid on this day; only a trained person releases a run.")
    if not run.funnel.get("to_send"):
        return _("There is nobody to send to in this run.")
    return ""


def obstacle_to_stop(*, by: User) -> str:
    """Why this person can neither pause, resume nor stop a run; empty when they can."""
    if not by.has_perm("messaging.stop_run"):
        return _("Your role does not pause or stop runs; ask a supervisor.")
    return ""
