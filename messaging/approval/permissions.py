"""Who may write a version and who decide about it; screens say why not before they try."""

from datetime import datetime

from django.db import connection
from django.utils.translation import gettext as _

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


def require_decider(version: Approvable, by: User) -> None:
    """RoleRefused for a role that does not decide about this kind of thing."""
    if not may_decide(version, by):
        raise RoleRefused(_("Your role does not approve this."))


def obstacle_to_approving(version: Approvable, *, by: User, now: datetime) -> str:
    """Why this person cannot approve this version; empty when they can."""
    return obstacle_to_rejecting(version, by=by) or (
        ""
        if is_trained(by, now)
        else _("Your training is not valid on this day; only a trained person approves.")
    )


def obstacle_to_rejecting(version: Approvable, *, by: User) -> str:
    """Why this person cannot send it back; empty when they can. An author withdraws instead."""
    if by.pk == version.author_id:
        return _("You are the author; somebody else must approve it.")
    if by.pk in version.editors or by.pk == version.submitted_by_id:
        return _("You edited or submitted it; somebody else must approve it.")
    if not may_decide(version, by):
        return _("Your role does not approve this.")
    return ""


def may_decide(version: Approvable, by: User) -> bool:
    """Does this person's role approve this kind of thing?"""
    return kind_of(version).may(by, "approve")


def is_trained(person: User, now: datetime) -> bool:
    """Has this person passed a qualifying training that is valid at `now`?"""
    with connection.cursor() as cursor:
        cursor.execute("SELECT huancui_is_trained(%s, %s)", [person.pk, now])
        return bool(cursor.fetchone()[0])
