"""The timeline of a case: who did what, and words only staff may read."""

from datetime import datetime

from accounts.models import User
from feedback.models import HardshipCase, HardshipNote

LONGEST_TEXT = 4000


def note(
    case: HardshipCase, what: str, *, by: User | None, now: datetime, text: str = ""
) -> HardshipNote:
    """One more entry; the text is encrypted."""
    return HardshipNote.objects.create(case=case, what=what, by=by, at=now, note=text or None)
