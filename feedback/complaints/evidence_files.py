"""Files of evidence at rest: sealed, under random names, in a folder that nothing serves."""

import hashlib
import io
import os
import secrets
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from accounts.keys import keyring
from accounts.privacy.files import EncryptedReader, EncryptedWriter
from feedback.models import Evidence

PURPOSE = Evidence.stored_as.field.purpose
FOLDER = Evidence.stored_as.field.folder
SUFFIX = ".evidence"


def store(data: bytes) -> str:
    """Seal the bytes and bring them to the disk; the name they are stored under."""
    folder().mkdir(parents=True, exist_ok=True, mode=0o700)
    name = secrets.token_hex(16) + SUFFIX
    sealed = io.BytesIO()
    with EncryptedWriter(sealed, keyring(), PURPOSE) as writer:
        writer.write(data)
    descriptor = os.open(folder() / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with open(descriptor, "wb") as target:
        target.write(sealed.getvalue())
        target.flush()
        os.fsync(target.fileno())
    return name


def read(stored_as: str, *, sha256: str) -> bytes:
    """The clear bytes. Raises FileNotFoundError, DecryptionError, or ValueError when they are
    not those whose hash was kept."""
    with (folder() / stored_as).open("rb") as source:
        data = EncryptedReader(source, keyring(), PURPOSE).read()
    if hashlib.sha256(data).hexdigest() != sha256:
        raise ValueError("the file is not the one that was stored")
    return data


def remove(stored_as: str) -> None:
    """Gone for good; nothing happens when it was gone already."""
    with suppress(FileNotFoundError):
        (folder() / stored_as).unlink()


def left_behind(*, keep: set[str], before: float) -> list[str]:
    """Files nobody names, written before that moment (machine time, seconds)."""
    found = []
    for path in folder().glob(f"*{SUFFIX}") if folder().is_dir() else ():
        with suppress(FileNotFoundError):
            if path.name not in keep and path.stat().st_mtime < before:
                found.append(path.name)
    return found


def folder() -> Path:
    return Path(settings.UPLOAD_DIR) / FOLDER
