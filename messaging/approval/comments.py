"""Talking about a request: author and approvers, on the page of the version."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval.errors import ApprovalRefused
from messaging.approval.kinds import kind_of
from messaging.models import ApprovalComment
from messaging.models.approvable import Approvable

MAX_COMMENT = 1_000  # characters


def on(version: Approvable) -> Sequence[ApprovalComment]:
    """Everything said about it, oldest first."""
    said = ApprovalComment.objects.filter(kind=kind_of(version).code, version_id=version.pk)
    return list(said.select_related("by").order_by("pk"))


def may_comment(version: Approvable, by: User) -> bool:
    """Whoever writes or decides about such things."""
    kind = kind_of(version)
    return kind.may(by, "change") or kind.may(by, "approve")


def add(version: Approvable, *, text: str, by: User, now: datetime) -> ApprovalComment:
    """Say something about a version in any state. ApprovalRefused for nothing, or too much."""
    said = text.strip().replace("\0", "")
    if not may_comment(version, by):
        raise ApprovalRefused(_("Your role does not comment on this."))
    if not said:
        raise ApprovalRefused(_("The comment is empty."))
    if len(said) > MAX_COMMENT:
        raise ApprovalRefused(
            _("A comment has at most %(limit)d characters.") % {"limit": MAX_COMMENT}
        )
    return ApprovalComment.objects.create(
        kind=kind_of(version).code, version_id=version.pk, text=said, by=by, at=now
    )
