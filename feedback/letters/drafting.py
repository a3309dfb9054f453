"""Letter templates: new versions, and editing a draft. Approval is as of everything else."""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _, gettext_lazy

from accounts.models import User
from feedback.models import LetterTemplate
from messaging.approval import ApprovalRefused
from messaging.approval.drafting import as_draft, lock, refuse_if_saved_since
from messaging.approval.guard import guarded
from messaging.models.approvable import ApprovalState


def in_force(now: datetime, **wanted: str) -> list[LetterTemplate]:
    """The approved version of every letter that has begun; `wanted` narrows purpose or language."""
    begun = LetterTemplate.objects.filter(
        state=ApprovalState.APPROVED, effective_from__lte=now, **wanted
    )
    newest = begun.order_by("code", "language", "-effective_from", "-number")
    return list(newest.distinct("code", "language"))


def start(
    *, code: str, title: str, purpose: str, language: str, body: str, by: User, now: datetime
) -> LetterTemplate:
    """A draft: the first version of a new letter, or the next of one there is."""
    if not by.has_perm("feedback.add_lettertemplate"):
        raise PermissionDenied
    with guarded():
        same = LetterTemplate.objects.filter(code=code, language=language)
        open_one = same.filter(state__in=[ApprovalState.DRAFT, ApprovalState.SUBMITTED]).first()
        if open_one is not None:
            raise ApprovalRefused(
                _("A draft or a request of this letter is open already in this language.")
            )
        return LetterTemplate.objects.create(
            code=code,
            title=title,
            purpose=purpose,
            language=language,
            number=same.count() + 1,
            body=body,
            author=by,
            edited_by=by,
            created_at=now,
            edited_at=now,
        )


def save(
    version: LetterTemplate,
    *,
    title: str,
    body: str,
    note: str,
    by: User,
    now: datetime,
    seen_edited_at: datetime,
) -> LetterTemplate:
    """Change a draft; a request for approval is withdrawn by it."""
    if not by.has_perm("feedback.change_lettertemplate"):
        raise PermissionDenied
    with guarded():
        locked = lock(version)
        refuse_if_saved_since(
            locked,
            seen_edited_at=seen_edited_at,
            sentence=gettext_lazy("%(person)s saved it after you opened it; look again."),
        )
        LetterTemplate.objects.filter(pk=locked.pk).update(
            title=title, body=body, **as_draft(note=note, by=by, now=now)
        )
        locked.refresh_from_db()
        return locked
