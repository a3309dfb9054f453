"""The files of a backup: written once, brought to the disk, hashed as they lie there."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from config.backup.manifest import Content

DATABASE = "database.sealed"
UPLOADS = "uploads"
AT_ONCE = 1024 * 1024
HALF_WRITTEN = (".rotating", ".partial")


class Hashed:
    """A file that is written and hashed at once; `content` once it is closed."""

    def __init__(self, path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._file = os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")
        self._hash = hashlib.sha256()
        self._size = 0

    def write(self, data: bytes) -> int:
        self._hash.update(data)
        self._size += len(data)
        return self._file.write(data)

    @property
    def content(self) -> Content:
        return Content(self._size, self._hash.hexdigest())

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if kind is None:
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()


def copy(source: Path, target: Path) -> Content:
    """Raises FileNotFoundError when the source is gone."""
    with source.open("rb") as file, Hashed(target) as copied:
        while data := file.read(AT_ONCE):
            copied.write(data)
    return copied.content


def content_of(path: Path) -> Content:
    """As it lies there. Raises FileNotFoundError."""
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
    return Content(path.stat().st_size, digest.hexdigest())


def below(folder: Path) -> Iterator[str]:
    """Every whole file, by its path below the folder."""
    for path in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if path.is_file() and not path.is_symlink() and path.suffix not in HALF_WRITTEN:
            yield path.relative_to(folder).as_posix()
