"""Editing what may still be edited: one row locked, its state and its last saving checked."""

from datetime import datetime
from typing import Any, TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.models import User
from messaging.approval.errors import ApprovalRefused
from messaging.models.approvable import Approvable, ApprovalState

V = TypeVar("V", bound=Approvable)
EDITABLE = frozenset({ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.REJECTED})


def lock(version: V) -> V:
    """The row as it stands, locked. Refused when it was decided. Call inside a transaction."""
    locked = type(version)._default_manager.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state not in EDITABLE:
        raise ApprovalRefused(_("What was decided cannot be edited; make a new version."))
    return locked


def refuse_if_saved_since(
    locked: Approvable, *, seen_edited_at: datetime, sentence: str | Promise
) -> None:
    """`sentence` names `%(person)s`, who saved after the editor was opened."""
    if locked.edited_at != seen_edited_at:
        raise ApprovalRefused(str(sentence) % {"person": locked.edited_by})


def as_draft(*, note: str, by: User, now: datetime) -> dict[str, Any]:
    """The columns an edit sets besides its content: a request is withdrawn by it."""
    return {
        "state": ApprovalState.DRAFT,
        "author_note": note,
        "edited_by": by,
        "edited_at": now,
        "submitted_by": None,
        "submitted_at": None,
    }
