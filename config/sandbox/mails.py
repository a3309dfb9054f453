"""What a sandbox would have mailed to staff: no mail leaves it, each is a file to be looked at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from email import message_from_bytes, policy
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

MOST = 50
_BETWEEN = b"-" * 79
"""What Django's backend writes after each mail of a file."""


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail, as it would have arrived. `at`: by the machine's clock."""

    to: str = field(repr=False)
    subject: str
    text: str = field(repr=False)
    at: datetime | None


def are_kept() -> bool:
    """Whether mails stay here as files: only in a sandbox without a mail server."""
    return bool(settings.SANDBOX) and settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def newest() -> list[Mail]:
    """The newest first, MOST of them."""
    folder = Path(settings.EMAIL_FILE_PATH)
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)
    found: list[Mail] = []
    for path in files[:MOST]:
        kept = [part.strip() for part in path.read_bytes().split(_BETWEEN)]
        found += [_read(part) for part in reversed(kept) if part]
    return found[:MOST]


def _read(raw: bytes) -> Mail:
    mail = message_from_bytes(raw, policy=policy.default)
    body = mail.get_body(("plain",))
    date = mail["Date"]
    return Mail(
        to=str(mail["To"] or ""),
        subject=str(mail["Subject"] or ""),
        text=str(body.get_content()) if body is not None else "",
        at=parsedate_to_datetime(str(date)) if date else None,
    )
