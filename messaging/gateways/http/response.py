"""Reading one HTTP answer off a connection, within a deadline.

The answer every gateway gives, a head with a length and that many bytes, is read here: a call is
made for every message, and the library's reader takes longer than all the rest of it. Whatever
looks any different goes to the library, from its first byte on.
"""

from __future__ import annotations

import io
import re
import socket
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from http.client import HTTPException, HTTPResponse

from messaging.gateways.base import NotSent

AT_ONCE = 64 * 1024
LONGEST_HEAD = 16 * 1024
_STATUS_LINE = re.compile(rb"HTTP/1\.1 ([2-5][0-9]{2})(?: .*)?")
_LENGTH = re.compile(rb"[0-9]{1,12}")
_WITHOUT_BODY = (204, 304)


class AnswerTooLong(HTTPException):
    """The gateway answers with more than an answer can have."""


class AnswerCut(HTTPException):
    """The connection ended before the answer did."""


@dataclass(frozen=True, slots=True)
class HttpResponse:
    """What came back."""

    status: int
    body: bytes = field(repr=False)


class Deadline:
    """When a call must be over, by a clock that no setting of the time moves."""

    def __init__(self, seconds: float) -> None:
        self._at = boot() + seconds

    def left(self) -> float:
        left = self._at - boot()
        if left <= 0:
            raise TimeoutError
        return left

    def left_or_not_sent(self) -> float:
        """Before anything is written: too late is not sent, whoever was asleep until now."""
        try:
            return self.left()
        except TimeoutError:
            raise NotSent("too_late") from None


def read(
    sock: socket.socket, method: str, deadline: Deadline, most_bytes: int
) -> tuple[HttpResponse, bool]:
    """The response, and whether the connection can be used again."""
    came, end = b"", -1
    while end < 0 and len(came) < LONGEST_HEAD:
        part = _part(sock, deadline)
        if not part:
            break
        came += part
        end = came.find(b"\r\n\r\n")
    plain = _plain(came[:end].split(b"\r\n")) if end >= 0 else None
    if plain is None:
        return _by_the_library(came, sock, method, deadline, most_bytes)
    status, length = plain
    if length > most_bytes:
        raise AnswerTooLong
    body = came[end + 4 :]
    while len(body) < length:
        part = _part(sock, deadline)
        if not part:
            raise AnswerCut
        body += part
    return HttpResponse(status, body[:length]), len(body) == length


def boot() -> float:
    return time.clock_gettime(time.CLOCK_BOOTTIME)


def _part(sock: socket.socket, deadline: Deadline) -> bytes:
    sock.settimeout(deadline.left())
    return sock.recv(AT_ONCE)


def _plain(lines: Sequence[bytes]) -> tuple[int, int] | None:
    """Status and length; None for what this reader leaves to the library."""
    said = _STATUS_LINE.fullmatch(lines[0])
    if said is None or int(said[1]) in _WITHOUT_BODY:
        return None
    length: int | None = None
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon or name[:1] in b" \t":
            return None
        name, value = name.lower(), value.strip()
        if name == b"content-length":
            if length is not None or not _LENGTH.fullmatch(value):
                return None
            length = int(value)
        elif name == b"transfer-encoding" or (
            name == b"connection" and value.lower() != b"keep-alive"
        ):
            return None
    return None if length is None else (int(said[1]), length)


def _by_the_library(
    came: bytes, sock: socket.socket, method: str, deadline: Deadline, most_bytes: int
) -> tuple[HttpResponse, bool]:
    timed = io.BufferedReader(_TimedReads(came, sock, deadline))
    with HTTPResponse(_Readable(timed), method=method) as response:  # type: ignore[arg-type]
        response.begin()
        body = response.read(most_bytes + 1)
        if len(body) > most_bytes:
            raise AnswerTooLong
        if response.length:
            raise AnswerCut
        return HttpResponse(response.status, body), response.isclosed() and not response.will_close


class _TimedReads(io.RawIOBase):
    """What came already, then reads of a socket that all together meet the deadline."""

    def __init__(self, came: bytes, sock: socket.socket, deadline: Deadline) -> None:
        self._came, self._sock, self._deadline = came, sock, deadline

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        part = self._came[: len(buffer)]
        if part:
            self._came = self._came[len(part) :]
        else:
            self._sock.settimeout(self._deadline.left())
            part = self._sock.recv(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class _Readable:
    """What `HTTPResponse` wants of a socket."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file

    def makefile(self, _mode: str) -> io.BufferedReader:
        return self._file
