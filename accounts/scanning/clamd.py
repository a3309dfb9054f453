"""Asking ClamAV's daemon about a file, by its INSTREAM command (clamd(8)).

`zINSTREAM\\0`, then chunks, each with its length in four bytes, the last of length 0; the answer is
one line that ends in a zero byte: `stream: OK`, `stream: NAME FOUND`, or `… ERROR`. Nothing of the
file is written to a disk here, and clamd keeps none of it. No Django.
"""

from __future__ import annotations

import contextlib
import socket
import struct
from collections.abc import Iterable
from urllib.parse import urlsplit

CONNECT_SECONDS = 5.0
SILENT_SECONDS = 60.0
"""Without a byte taken or given; a large file takes clamd longer in all."""

CHUNK_BYTES = 64 * 1024
LONGEST_ANSWER = 4096
FOUND, CLEAN = " FOUND", "stream: OK"
TOO_LARGE = "size limit exceeded"


class ScannerDown(Exception):
    """Nobody knows what is in the file: no answer, or one that is neither yes nor no."""


class TooLarge(ScannerDown):
    """clamd takes no file of this size (StreamMaxLength in clamd.conf)."""


def scan(address: str, chunks: Iterable[bytes]) -> str | None:
    """The name of what was found, or None. `address`: `unix:///path` or `tcp://host:port`. Raises
    ScannerDown."""
    try:
        with contextlib.closing(_connect(address)) as line:
            line.sendall(b"zINSTREAM\0")
            # Who takes no more says why before closing: the answer is read either way.
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                for chunk in chunks:
                    for start in range(0, len(chunk), CHUNK_BYTES):
                        part = chunk[start : start + CHUNK_BYTES]
                        line.sendall(struct.pack("!L", len(part)) + part)
                line.sendall(struct.pack("!L", 0))
            return _judged(_answer(line))
    except OSError as error:
        raise ScannerDown(type(error).__name__) from error


def answers(address: str) -> bool:
    """Whether it is there."""
    try:
        with contextlib.closing(_connect(address)) as line:
            line.sendall(b"zPING\0")
            return _answer(line) == "PONG"
    except OSError:
        return False


def _connect(address: str) -> socket.socket:
    parts = urlsplit(address)
    if parts.scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(CONNECT_SECONDS)
        try:
            line.connect(parts.path)
        except BaseException:
            line.close()
            raise
    else:
        where = (parts.hostname or "", parts.port or 0)
        line = socket.create_connection(where, timeout=CONNECT_SECONDS)
    line.settimeout(SILENT_SECONDS)
    return line


def _answer(line: socket.socket) -> str:
    said = b""
    while b"\0" not in said and len(said) < LONGEST_ANSWER:
        part = line.recv(LONGEST_ANSWER)
        if not part:
            break
        said += part
    return said.partition(b"\0")[0].decode(errors="replace").strip()


def _judged(answer: str) -> str | None:
    if answer == CLEAN:
        return None
    if answer.startswith("stream: ") and answer.endswith(FOUND):
        return answer.removeprefix("stream: ").removesuffix(FOUND) or "?"
    if TOO_LARGE in answer:
        raise TooLarge(TOO_LARGE)
    raise ScannerDown("no answer" if not answer else "it could not look")
