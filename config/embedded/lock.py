"""Locks that the kernel lets go of when their holder dies."""

import contextlib
import fcntl
import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from config.embedded.errors import EmbeddedError
from config.embedded.paths import private_folder


class Lock:
    """One holder at a time; the holder says who it is, for the sentence others are shown."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file: int | None = None

    def take(self, *, purpose: str) -> bool:
        """Whether it is ours now; false when somebody else holds it."""
        private_folder(self.path.parent)
        file = os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file
        self.describe(purpose)
        return True

    def describe(self, purpose: str) -> None:
        """Write down who holds the lock and what for."""
        if self._file is None:
            raise RuntimeError("the lock is not held")
        os.ftruncate(self._file, 0)
        os.pwrite(self._file, json.dumps({"pid": os.getpid(), "purpose": purpose}).encode(), 0)

    def holder(self) -> str:
        """For a sentence: "process 4711 (make run, http://127.0.0.1:8000)"."""
        try:
            said = json.loads(self.path.read_text())
        except (OSError, ValueError):
            return "another process"
        return f"process {said['pid']} ({said['purpose']})"

    def release(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


@contextlib.contextmanager
def inherited_guard(path: Path, *, seconds: float, name: str) -> Iterator[int]:
    """A locked file descriptor to hand to a server.

    The server and all it forks keep it open, so it is free again only when every one of them has
    ended: whoever gets it knows that nothing of an earlier start still touches the data.
    """
    file = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        _wait_for(file, seconds=seconds, name=name)
        yield file
    finally:
        os.close(file)


def _wait_for(file: int, *, seconds: float, name: str) -> None:
    deadline = time.monotonic() + seconds
    while True:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > deadline:
                raise EmbeddedError(
                    f"An earlier {name} still uses this data folder and has not ended within "
                    f"{seconds:.0f} seconds; end it and start again."
                ) from None
            time.sleep(0.1)
        else:
            return
