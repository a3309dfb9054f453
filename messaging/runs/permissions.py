"""Who may release a run, and if somebody may not, why: screens say it before they try."""

from datetime import datetime

from django.db.models import F
from django.utils.translation import gettext as _

from accounts.access import four_eyes
from accounts.models import ImportFile, User
from messaging.models import Run


def obstacle_to_release(run: Run, *, by: User, now: datetime) -> str:
    """Why this person cannot release this run; empty when they can."""
    if run.state != Run.State.PLANNED:
        return _("Only a planned run can be released; this one is: %(state)s.") % {
            "state": run.get_state_display()
        }
    back = _("You took back whom a colleague had left out, so somebody else must release it.")
    obstacle = four_eyes.obstacle(
        by,
        hands=[
            ([run.planned_by_id], _("You planned this run, so somebody else must release it.")),
            (_took_back(run), back),
        ],
        may=by.has_perm("messaging.release_run"),
        role=_("Your role does not release runs; ask a supervisor."),
        trained_at=now,
    )
    if obstacle:
        return obstacle
    if not run.funnel.get("to_send"):
        return _nobody(run)
    return ""


def _took_back(run: Run) -> set[int | None]:
    theirs = run.left_out.exclude(taken_back_by=None).exclude(by=F("taken_back_by"))
    return set(theirs.values_list("taken_back_by", flat=True))


def _nobody(run: Run) -> str:
    """That there is nobody to send to, and what to do where figures have come in since."""
    said = _("There is nobody to send to in this run.")
    since = ImportFile.objects.filter(
        state=ImportFile.State.APPLIED, applied_at__gt=run.planned_at
    ).exists()
    return said + _(" A file has come in since it was planned: plan it again.") if since else said


def obstacle_to_stop(*, by: User) -> str:
    """Why this person can neither pause, resume nor stop a run; empty when they can."""
    if not by.has_perm("messaging.stop_run"):
        return _("Your role does not pause or stop runs; ask a supervisor.")
    return ""
