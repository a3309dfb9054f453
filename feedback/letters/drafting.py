"""Letter templates: new versions, and editing a draft. Approval is as of everything else."""

from datetime import datetime

from accounts.models import User
from feedback.models import LetterTemplate
from messaging.approval import drafting
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
    draft = LetterTemplate(code=code, title=title, purpose=purpose, language=language, body=body)
    return drafting.start(draft, by=by, now=now)


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
    return drafting.save(
        version,
        title=title,
        body=body,
        note=note,
        by=by,
        now=now,
        seen_edited_at=seen_edited_at,
    )
