"""Drafts of every kind: begun, saved, thrown away.

Whether this person may write it, whether it can still be edited, and whether somebody saved it
since its editor was opened, is asked here and nowhere else; the kinds bring their content.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, TypeVar, cast

from django.db.models import Max
from django.utils.translation import gettext as _, gettext_lazy

from accounts.input.reasons import within
from accounts.models import User
from messaging.approval.errors import ApprovalRefused
from messaging.approval.fingerprints import fingerprint
from messaging.approval.guard import OPEN_ALREADY, guarded
from messaging.approval.kinds import kind_of
from messaging.approval.permissions import require_writer
from messaging.models.approvable import (
    LONGEST_NOTE,
    OPEN,
    Approvable,
    ApprovalState,
    approved_columns,
)

V = TypeVar("V", bound=Approvable)
EDITABLE = frozenset({ApprovalState.DRAFT, ApprovalState.SUBMITTED, ApprovalState.REJECTED})
DECIDED = gettext_lazy("What was decided cannot be edited; make a new version.")


def start(draft: V, *, by: User, now: datetime, note: str = "") -> V:
    """Store a new draft: a row that says what it is of and what stands in it, and is not saved yet.
    It takes the next number. ApprovalRefused while a draft or a request of the same thing is open.
    """
    require_writer(draft, by)
    return _begun(draft, by=by, now=now, note=note)


def copy(version: V, *, by: User, now: datetime, note: str) -> V:
    """A new draft that says what this version says, by somebody who may decide about its kind: the
    version was approved once (steps.retire). Of kinds that are `copied` only."""
    kind = kind_of(version)
    columns = (*kind.same, *approved_columns(kind.model))
    draft = kind.model(**{column: getattr(version, column) for column in columns})
    return _begun(cast(V, draft), by=by, now=now, note=note)


def _begun(draft: V, *, by: User, now: datetime, note: str) -> V:
    kind = kind_of(draft)
    with guarded():
        same = kind.siblings(draft)
        if same.filter(state__in=OPEN).exists():
            raise ApprovalRefused(str(OPEN_ALREADY))
        if kind.numbered:
            last = same.aggregate(last=Max("number"))["last"] or 0
            draft.number = last + 1  # type: ignore[attr-defined]
        _written(draft, by=by, now=now).author_note = within(note, LONGEST_NOTE)
        draft.save(force_insert=True)
        return draft


def start_many(drafts: Sequence[V], *, by: User, now: datetime) -> list[V]:
    """The same for the first version of many things of one kind, in one go: they bring the number
    1, and the database refuses all of them where there is a version of one."""
    for draft in drafts[:1]:
        require_writer(draft, by)
    with guarded():
        written = [_written(draft, by=by, now=now) for draft in drafts]
        return type(drafts[0])._default_manager.bulk_create(written) if drafts else []


def save(
    version: V, *, note: str, by: User, now: datetime, seen_edited_at: datetime, **content: Any
) -> V:
    """Store these columns of a draft. ApprovalRefused when it was decided, or saved since
    `seen_edited_at`.

    An edit of a request withdraws it, an edit of a rejected version reopens it: both are drafts
    again. What is stored already is not written again, so a second click does no harm.
    """
    with guarded():
        locked = lock(version, by=by)
        if says(locked, note=note, **content):
            return locked
        refuse_if_saved_since(locked, seen_edited_at=seen_edited_at)
        return store(locked, note=note, by=by, now=now, **content)


def discard(version: Approvable, *, by: User, now: datetime, seen_hash: str) -> None:
    """Throw a draft away as it was shown (`fingerprint`); the audit trail keeps what it said.
    Refused for what was asked for, decided or changed since."""
    with guarded():
        locked = lock(version, by=by)
        if locked.state != ApprovalState.DRAFT:
            raise ApprovalRefused(_("Only a draft can be thrown away."))
        if fingerprint(locked) != seen_hash:
            raise ApprovalRefused(_("It was changed after you opened it; look at it again."))
        # Named as an editor first: a strategy's cells go with it, and only editors change them.
        store(locked, note=locked.author_note, by=by, now=now)
        version.delete()


def lock(version: V, *, by: User) -> V:
    """The row as it stands, locked. Refused when it was decided. Call inside a transaction."""
    require_writer(version, by)
    locked = type(version)._default_manager.select_for_update(no_key=True).get(pk=version.pk)
    if locked.state not in EDITABLE:
        raise ApprovalRefused(str(DECIDED))
    return locked


def says(locked: Approvable, **columns: Any) -> bool:
    """Whether it says all of this already; `note` is the author's reason."""
    columns["author_note"] = columns.pop("note")
    return all(getattr(locked, name) == value for name, value in columns.items())


def refuse_if_saved_since(locked: Approvable, *, seen_edited_at: datetime) -> None:
    """The optimistic lock: who saves names the saving they began with."""
    if locked.edited_at != seen_edited_at:
        raise ApprovalRefused(
            _("%(person)s saved this draft after you opened it; yours is not saved.")
            % {"person": locked.edited_by}
        )


def store(locked: V, *, note: str, by: User, now: datetime, **content: Any) -> V:
    """Write these columns of a locked row and make it a draft; a request is withdrawn by it."""
    type(locked)._default_manager.filter(pk=locked.pk).update(
        state=ApprovalState.DRAFT,
        author_note=within(note, LONGEST_NOTE),
        edited_by=by,
        edited_at=now,
        submitted_by=None,
        submitted_at=None,
        **content,
    )
    locked.refresh_from_db()
    return locked


def _written(draft: V, *, by: User, now: datetime) -> V:
    draft.author = draft.edited_by = by
    draft.created_at = draft.edited_at = now
    return draft
