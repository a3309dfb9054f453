"""The timeline of a case: who did what, and words only staff may read."""

from datetime import datetime

from accounts.keys import keyring
from accounts.models import User
from feedback.models import HardshipCase, HardshipNote

PURPOSE = "hardship.text"
LONGEST_TEXT = 4000


def note(
    case: HardshipCase, what: str, *, by: User | None, now: datetime, text: str = ""
) -> HardshipNote:
    """One more entry; the text is encrypted."""
    return HardshipNote.objects.create(
        case=case, what=what, by=by, at=now, note_enc=seal(text) if text else None
    )


def seal(text: str) -> bytes:
    """What somebody wrote, encrypted; cut at LONGEST_TEXT characters."""
    return keyring().encrypt(text[:LONGEST_TEXT], PURPOSE)


def clear(blob: bytes | memoryview | None) -> str:
    """What somebody wrote, for a person who may read it."""
    return keyring().decrypt(bytes(blob), PURPOSE) if blob else ""
