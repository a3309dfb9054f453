"""Uploaded files in the upload folder: sealed while they arrive, gone when they are done with."""

import hashlib
import io
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from django.conf import settings

from accounts.keys import keyring
from accounts.models import ImportFile
from accounts.privacy.files import EncryptedReader, EncryptedWriter

PURPOSE = ImportFile.stored_as.field.purpose
READ_BYTES = 256 * 1024
SUFFIX = ".sealed"


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file as it came: its name in the upload folder, bytes and hash of the clear text."""

    stored_as: str
    size: int
    sha256: str


class StoredFileWriter:
    """Takes the clear bytes as they arrive; nothing of them reaches the disk unsealed."""

    def __init__(self) -> None:
        folder().mkdir(parents=True, exist_ok=True, mode=0o700)
        self._name = secrets.token_hex(16) + SUFFIX
        self._target = (folder() / self._name).open("xb")
        self._sealed = EncryptedWriter(self._target, keyring(), PURPOSE)
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> None:
        self._sealed.write(data)
        self._hash.update(data)
        self._size += len(data)

    def finish(self) -> StoredFile:
        self._sealed.close()
        self._target.close()
        return StoredFile(self._name, self._size, self._hash.hexdigest())

    def abandon(self) -> None:
        self._target.close()
        remove(self._name)


def store(source: BinaryIO) -> StoredFile:
    """Seal a whole stream."""
    writer = StoredFileWriter()
    try:
        while data := source.read(READ_BYTES):
            writer.write(data)
        return writer.finish()
    except BaseException:
        writer.abandon()
        raise


def open_stored(stored_as: str) -> io.BufferedReader:
    """The clear bytes. Raises `DecryptionError` when the file is not as it was stored."""
    target = (folder() / stored_as).open("rb")
    try:
        reader = EncryptedReader(target, keyring(), PURPOSE)
    except BaseException:
        target.close()
        raise
    return io.BufferedReader(reader, READ_BYTES)


def remove(stored_as: str) -> None:
    if stored_as:
        with suppress(FileNotFoundError):
            (folder() / stored_as).unlink()


def left_behind(*, keep: set[str], before: float) -> list[str]:
    """Stored files nobody names, written before that moment (machine time, seconds)."""
    if not folder().is_dir():
        return []
    found = []
    for path in folder().glob(f"*{SUFFIX}"):
        with suppress(FileNotFoundError):
            if path.name not in keep and path.stat().st_mtime < before:
                found.append(path.name)
    return found


def folder() -> Path:
    return Path(settings.UPLOAD_DIR)
