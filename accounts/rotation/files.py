"""Uploaded files that wait to be applied: few, and rewritten whole, beside the old one."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from django.conf import settings

from accounts.models import ImportFile
from accounts.privacy import DecryptionError, EncryptedReader, EncryptedWriter, Keyring
from accounts.privacy.files import MAGIC
from accounts.privacy.keyring import KEY_ID_BYTES

PURPOSE = "import.file"
READ_BYTES = 1024 * 1024


def under_other_keys(keys: Keyring) -> list[str]:
    """Names of the stored files that an open import still needs, sealed under another key."""
    names = ImportFile.objects.exclude(stored_as="").values_list("stored_as", flat=True)
    return [name for name in names if _key_id(_folder() / name) not in (None, keys.current)]


def rotate(keys: Keyring) -> tuple[int, list[str]]:
    """Seal them anew; how many, and the names of those that do not open.

    Whoever is reading the old file goes on reading it; one that is removed meanwhile is left to
    the sweep of stored files.
    """
    done, unreadable = 0, []
    for name in under_other_keys(keys):
        try:
            done += _seal_again(_folder() / name, keys)
        except DecryptionError:
            unreadable.append(name)
    return done, unreadable


def _seal_again(path: Path, keys: Keyring) -> bool:
    beside = path.with_suffix(".rotating")
    try:
        with path.open("rb") as source, beside.open("wb") as target:
            reader = EncryptedReader(source, keys, PURPOSE)
            writer = EncryptedWriter(target, keys, PURPOSE)
            while data := reader.read(READ_BYTES):
                writer.write(data)
            writer.close()
            target.flush()
            os.fsync(target.fileno())
        beside.replace(path)
    except FileNotFoundError:
        return False  # applied or cancelled meanwhile
    finally:
        with suppress(FileNotFoundError):
            beside.unlink()
    return True


def _key_id(path: Path) -> int | None:
    """Which field key sealed the file; None when it is gone or no sealed file."""
    with suppress(FileNotFoundError), path.open("rb") as file:
        prefix = file.read(len(MAGIC) + KEY_ID_BYTES)
        if prefix.startswith(MAGIC) and len(prefix) == len(MAGIC) + KEY_ID_BYTES:
            return int.from_bytes(prefix[len(MAGIC) :], "big")
    return None


def _folder() -> Path:
    return Path(settings.UPLOAD_DIR)
