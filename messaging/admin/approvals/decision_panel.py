"""The panel under every version: what it is waiting for, who may decide, and if not, why."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from messaging.admin.approvals.findings import Remark, remarks
from messaging.admin.approvals.queue import neighbours
from messaging.approval import checks, comments, fingerprints
from messaging.approval.drafting import EDITABLE
from messaging.approval.kinds import Kind, kind_of
from messaging.approval.permissions import (
    may_decide,
    may_write,
    obstacle_of_lenders,
    obstacle_to_approving,
    obstacle_to_rejecting,
)
from messaging.approval.sibling_versions import former_versions
from messaging.authoring.confirming import given, to_confirm
from messaging.authoring.purposes import Asked
from messaging.models import ApprovalComment, SentenceConfirmation
from messaging.models.approvable import Approvable


@dataclass(frozen=True)
class Decision:
    """All that `messaging/decision_panel.html` shows. `before` and `after`: pages of the requests
    beside this one in the person's queue; `former`: the version that was in force before it."""

    version: Any
    kind: Kind
    seen_hash: str
    remarks: list[Remark]
    to_confirm: list[Asked]
    confirmed: Sequence[SentenceConfirmation]
    obstacle: str
    can_approve: bool
    can_reject: bool
    can_submit: bool
    can_withdraw: bool
    can_discard: bool
    can_retire: bool
    former: Any
    comments: Sequence[ApprovalComment]
    may_comment: bool
    before: str
    after: str

    @property
    def blocked(self) -> bool:
        return any(remark.blocks for remark in self.remarks)


def decision_on(version: Approvable, *, by: Any, now: datetime) -> Decision:
    """What this person may do about this version, and what they should know first."""
    kind, waiting = kind_of(version), version.state == "submitted"
    reject_obstacle = obstacle_to_rejecting(version, by=by) if waiting else ""
    obstacle = obstacle_to_approving(version, by=by, now=now) if waiting else ""
    before, after = neighbours(version, person=by)
    found = remarks(checks.findings(version, now=now))
    retires = version.state == "approved" and may_decide(version, by)
    not_theirs = obstacle_of_lenders(version, by=by) if retires else ""
    can_retire = retires and not not_theirs
    own = by.pk in {version.author_id, version.submitted_by_id, *version.editors}
    return Decision(
        version=version,
        kind=kind,
        seen_hash=fingerprints.fingerprint(version),
        remarks=[each for each in found if not each.asks_purpose or each.blocks],
        to_confirm=to_confirm(version) if version.state in EDITABLE else [],
        confirmed=given(version),
        obstacle=obstacle or not_theirs,
        can_approve=waiting and not obstacle,
        can_reject=waiting and not reject_obstacle,
        can_submit=version.state == "draft" and may_write(version, by),
        can_withdraw=waiting and own,
        can_discard=version.state == "draft" and may_write(version, by),
        can_retire=can_retire,
        former=former_versions(version).first() if can_retire else None,
        comments=comments.on(version),
        may_comment=comments.may_comment(version, by),
        before=before,
        after=after,
    )
