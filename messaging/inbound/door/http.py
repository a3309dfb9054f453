"""Just enough HTTP for a smsbox that reports: GET requests, one after the other on a connection.

Whatever is not that is refused, and the connection closed. An answer has no body, as Kannel would
send it to the customer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from urllib.parse import unquote_to_bytes

MOST_HEAD = 8 * 1024
HEAD_END = b"\r\n\r\n"
REASONS = {
    200: b"OK",
    400: b"Bad Request",
    401: b"Unauthorized",
    404: b"Not Found",
    503: b"Service Unavailable",
}
IDLE_SECONDS = 60.0

Reply = Callable[[int], None]
"""Called on the loop with the status."""

Handle = Callable[[str, str, Reply], None]
"""Path, query, and what answers the caller."""


class DoorProtocol(asyncio.Protocol):
    """One connection."""

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self._buffer = b""
        self._busy = False
        self._closes = False
        self._transport: asyncio.Transport | None = None
        self._idle: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._wait()

    def connection_lost(self, _error: Exception | None) -> None:
        self._transport = None
        if self._idle:
            self._idle.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._work()

    def _wait(self) -> None:
        if self._idle:
            self._idle.cancel()
        self._idle = asyncio.get_running_loop().call_later(IDLE_SECONDS, self._hang_up)

    def _hang_up(self) -> None:
        if self._transport and not self._busy:
            self._transport.close()

    def _work(self) -> None:
        if self._busy or self._transport is None:
            return
        end = self._buffer.find(HEAD_END)
        if end < 0:
            if len(self._buffer) > MOST_HEAD:
                self._refuse()
            return
        head, self._buffer = self._buffer[:end], self._buffer[end + len(HEAD_END) :]
        first, *lines = head.split(b"\r\n")
        parts = first.split(b" ")
        if len(head) > MOST_HEAD or len(parts) != 3 or parts[0] != b"GET":
            self._refuse()
            return
        said = {name.strip().lower(): value.strip().lower() for name, _, value in
                (line.partition(b":") for line in lines)}  # fmt: skip
        if said.get(b"content-length", b"0") != b"0" or b"transfer-encoding" in said:
            self._refuse()
            return
        old = parts[2] == b"HTTP/1.0"
        self._closes = said.get(b"connection") == b"close" or (
            old and said.get(b"connection") != b"keep-alive"
        )
        self._busy = True
        path, _, query = parts[1].partition(b"?")
        self._handle(_text(unquote_to_bytes(path)), _text(query), self._reply)

    def _reply(self, status: int) -> None:
        self._busy = False
        if self._transport is None or self._transport.is_closing():
            return
        how = b"close" if self._closes else b"keep-alive"
        self._transport.write(
            b"HTTP/1.1 %d %s\r\nContent-Length: 0\r\nConnection: %s\r\n\r\n"
            % (status, REASONS[status], how)
        )
        if self._closes:
            self._transport.close()
        else:
            self._wait()
            self._work()

    def _refuse(self) -> None:
        self._closes = True
        self._reply(400)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
