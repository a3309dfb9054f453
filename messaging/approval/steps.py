"""The steps of approval, each one transaction: check, lock, compare, change.

They work for every kind that is registered (messaging.approval.kinds).
Every step raises ApprovalRefused, and then nothing has changed.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from accounts.input.reasons import within
from accounts.models import User
from messaging.approval import drafting
from messaging.approval.checks import blocking
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import guarded
from messaging.approval.kinds import Approval, kind_of
from messaging.approval.permissions import (
    may_decide,
    obstacle_to_approving,
    obstacle_to_rejecting,
    require_decider,
    require_writer,
)
from messaging.approval.sibling_versions import former_versions
from messaging.models.approvable import LONGEST_NOTE, Approvable, ApprovalState

V = TypeVar("V", bound=Approvable)


def submit(version: V, *, by: User, now: datetime) -> V:
    """Ask for approval of a draft. Refused, with the findings, while one of them blocks."""
    require_writer(version, by)
    with guarded():
        locked = _lock(version, ApprovalState.DRAFT)
        _refuse_while_blocked(locked, _("It cannot be submitted before this is mended."), now=now)
        return _move(locked, ApprovalState.SUBMITTED, submitted_by=by, submitted_at=now)


def approve(
    version: V,
    *,
    by: User,
    now: datetime,
    seen_hash: str,
    effective_from: datetime | None = None,
    confirmed: Collection[str] = (),
) -> V:
    """Approve exactly what was shown (`seen_hash`, see `fingerprint`), in force from
    `effective_from`, at once when that is None or past. `confirmed`: the sentences of unknown
    purpose this person confirms, each by itself; it must be all of them."""
    require_decider(version, by)
    with guarded():
        locked = _lock(version, ApprovalState.SUBMITTED)
        if fingerprint(locked) != seen_hash:
            raise ApprovalRefused(
                _("It was changed after you opened it; read it again before you approve.")
            )
        _refuse(obstacle_to_approving(locked, by=by, now=now))
        kind = kind_of(locked)
        if kind.checked_again:
            _refuse_while_blocked(locked, _("It cannot be approved: %(why)s"), now=now)
        begins = max(now, effective_from or now)
        more = kind.on_approval(locked, Approval(by, now, begins, confirmed))
        return _move(
            locked,
            ApprovalState.APPROVED,
            decided_by=by,
            decided_at=now,
            decision_reason="",
            effective_from=begins,
            **more,
        )


def reject(version: V, *, by: User, reason: str, now: datetime) -> V:
    """Send a request back to its author, with a reason they can act on."""
    require_decider(version, by)
    if not reason.strip():
        raise ApprovalRefused(_("Rejecting needs a reason."))
    with guarded():
        locked = _lock(version, ApprovalState.SUBMITTED)
        _refuse(obstacle_to_rejecting(locked, by=by))
        return _move(
            locked,
            ApprovalState.REJECTED,
            decided_by=by,
            decided_at=now,
            decision_reason=within(reason.strip(), LONGEST_NOTE),
        )


def withdraw(version: V, *, by: User, now: datetime) -> V:  # noqa: ARG001 – as every step
    """Take a request back; it is a draft again. Who decides about this kind withdraws what they
    asked for themselves (`retire`)."""
    if not may_decide(version, by):
        require_writer(version, by)
    with guarded():
        locked = _lock(version, ApprovalState.SUBMITTED)
        if by.pk not in {locked.author_id, locked.submitted_by_id, *locked.editors}:
            raise ApprovalRefused(_("Only who wrote or submitted it can withdraw it."))
        return _move(locked, ApprovalState.DRAFT, submitted_by=None, submitted_at=None)


def retire(version: V, *, by: User, reason: str, now: datetime, put_back: bool = False) -> V:
    """Take an approved version out of use, with the former ones it had replaced: none of them
    comes back into force by this. `put_back`: what the last of those says is asked for anew, as a
    request that somebody else approves."""
    require_decider(version, by)
    if not reason.strip():
        raise ApprovalRefused(_("Say why it is taken out of use."))
    said = within(reason.strip(), LONGEST_NOTE)
    with guarded():
        locked = _lock(version, ApprovalState.APPROVED)
        former = list(former_versions(locked))
        for each in former:
            _move(each, ApprovalState.RETIRED, retired_at=now)
        gone = _move(locked, ApprovalState.RETIRED, retired_at=now, decision_reason=said)
        if put_back:
            _put_back(former, instead_of=gone, by=by, now=now)
        return gone


def _put_back(former: list[Approvable], *, instead_of: Approvable, by: User, now: datetime) -> None:
    """A new version that says what the last former one said, waiting for a second person."""
    if not former or not kind_of(instead_of).copied:
        raise ApprovalRefused(_("There is no version before it that could be put back."))
    draft = drafting.copy(former[0], note=instead_of.decision_reason, by=by, now=now)
    _refuse_while_blocked(draft, _("The version before cannot be put back: %(why)s"), now=now)
    _move(draft, ApprovalState.SUBMITTED, submitted_by=by, submitted_at=now)


def _lock(version: V, state: ApprovalState) -> V:
    """The row as it is now, locked until the transaction ends."""
    locked = type(version)._default_manager.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state != state:
        raise ApprovalRefused(
            _("It is “%(state)s” by now; look at it again.") % {"state": locked.get_state_display()}
        )
    return locked


def _move(version: V, state: ApprovalState, **columns: Any) -> V:
    """Only from the state it was locked in: two people who press at once happen once."""
    rows = type(version)._default_manager.filter(pk=version.pk, state=version.state)
    if not rows.update(state=state, **columns):
        raise ApprovalRefused(_("Its state has changed in the meantime; look at it again."))
    version.refresh_from_db()
    return version


def _refuse(obstacle: str) -> None:
    if obstacle:
        raise ApprovalRefused(obstacle)


def _refuse_while_blocked(version: Approvable, sentence: str, *, now: datetime) -> None:
    found = blocking(version, now=now)
    if found:
        why = " ".join(finding.reason for finding in found)
        raise ApprovalRefused(sentence.replace("%(why)s", why), findings=found)
