"""Who may write a version and who decide about it; screens say why not before they try."""

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.access import four_eyes, lenders
from accounts.errors import Refused
from accounts.models import User
from messaging.approval.errors import RoleRefused
from messaging.approval.kinds import kind_of
from messaging.models.approvable import Approvable


def may_write(version: Approvable, by: User) -> bool:
    """Does this person's role write this kind of thing?"""
    return kind_of(version).may(by, "change")


def require_writer(version: Approvable, by: User) -> None:
    """RoleRefused for a role that does not write this kind of thing."""
    if not may_write(version, by):
        raise RoleRefused(_("Your role does not write this."))
    if kind_of(version).written_by_all:
        lenders.require_all(by)


def require_decider(version: Approvable, by: User) -> None:
    """RoleRefused for a role that does not decide about this kind of thing; Refused for somebody
    who does not work with every lender it concerns."""
    if not may_decide(version, by):
        raise RoleRefused(_("Your role does not approve this."))
    if why_not := obstacle_of_lenders(version, by=by):
        raise Refused(why_not)


def obstacle_of_lenders(version: Approvable, *, by: User) -> str:
    """Why this person does not decide for those it concerns: its lender, or, where it has none,
    every one; empty when they do."""
    meta = type(version)._meta
    return lenders.obstacle(
        by,
        getattr(version, "lender_id", None),
        deciders=f"{meta.app_label}.approve_{meta.model_name}",
    )


def obstacle_to_approving(version: Approvable, *, by: User, now: datetime) -> str:
    """Why this person cannot approve this version; empty when they can."""
    return _obstacle(version, by=by, trained_at=now)


def obstacle_to_rejecting(version: Approvable, *, by: User) -> str:
    """Why this person cannot send it back; empty when they can. An author withdraws instead."""
    return _obstacle(version, by=by, trained_at=None)


def may_decide(version: Approvable, by: User) -> bool:
    """Does this person's role approve this kind of thing?"""
    return kind_of(version).may(by, "approve")


def _obstacle(version: Approvable, *, by: User, trained_at: datetime | None) -> str:
    why_not = four_eyes.obstacle(
        by,
        hands=[
            ([version.author_id], _("You are the author; somebody else must approve it.")),
            (
                [*version.editors, version.submitted_by_id],
                _("You edited or submitted it; somebody else must approve it."),
            ),
        ],
        may=may_decide(version, by),
        role=_("Your role does not approve this."),
        trained_at=trained_at,
    )
    return why_not or obstacle_of_lenders(version, by=by)
