"""Sealed files: waiting imports and evidence. Each is rewritten whole, beside the old one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from django.conf import settings

from accounts.privacy.errors import DecryptionError
from accounts.privacy.files import MAGIC, EncryptedReader, EncryptedWriter
from accounts.privacy.keyring import KEY_ID_BYTES, Keyring
from accounts.rotation.encrypted import encrypted_files

READ_BYTES = 1024 * 1024


class Sealed(NamedTuple):
    """A file on the disk and what its bytes are for."""

    name: str
    path: Path
    purpose: str


def under_other_keys(keys: Keyring) -> list[Sealed]:
    """The stored files that a row still needs, sealed under another key."""
    return [file for file in _stored() if _key_id(file.path) not in (None, keys.current)]


def rotate(keys: Keyring) -> tuple[int, list[str]]:
    """Seal them anew; how many, and the names of those that do not open.

    Whoever is reading the old file goes on reading it; one that is removed meanwhile is left to
    the sweep of stored files.
    """
    done, unreadable = 0, []
    for file in under_other_keys(keys):
        try:
            done += _seal_again(file, keys)
        except DecryptionError:
            unreadable.append(file.name)
    return done, unreadable


def _stored() -> Iterator[Sealed]:
    for model, field in encrypted_files():
        rows = model._default_manager.exclude(**{field.name: ""})
        for name in rows.values_list(field.name, flat=True):
            yield Sealed(name, Path(settings.UPLOAD_DIR) / field.folder / name, field.purpose)


def _seal_again(file: Sealed, keys: Keyring) -> bool:
    beside = file.path.with_suffix(".rotating")
    try:
        with file.path.open("rb") as source, beside.open("wb") as target:
            reader = EncryptedReader(source, keys, file.purpose)
            writer = EncryptedWriter(target, keys, file.purpose)
            while data := reader.read(READ_BYTES):
                writer.write(data)
            writer.close()
            target.flush()
            os.fsync(target.fileno())
        beside.replace(file.path)
    except FileNotFoundError:
        return False  # applied, cancelled or removed meanwhile
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
