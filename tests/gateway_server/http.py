"""Just enough HTTP/1.1 for many small requests on kept connections."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

HEAD_END = b"\r\n\r\n"
REASONS = {200: "OK", 400: "Bad Request", 401: "Unauthorized", 404: "Not Found"}


@dataclass
class Request:
    """One request, wholly read."""

    method: str
    path: str
    headers: dict[bytes, bytes]
    body: bytes


@dataclass
class Reply:
    """What to write after `after` seconds. `raw` instead of a proper answer; None and `close`:
    only hang up; neither: say nothing at all."""

    status: int = 200
    body: bytes = b""
    after: float = 0.0
    raw: bytes | None = None
    close: bool = False
    silent: bool = False
    headers: dict[str, str] = field(default_factory=dict)


class Application(Protocol):
    def connected(self) -> None: ...

    def hangs_up_now(self) -> bool:
        """Asked at the first bytes of a request, before it is read."""

    def answer(self, request: Request) -> Reply: ...


class HttpProtocol(asyncio.Protocol):
    """One connection; requests one after the other."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._buffer = bytearray()
        self._busy = False
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]
        self._application.connected()

    def data_received(self, data: bytes) -> None:
        if not self._buffer and not self._busy and self._application.hangs_up_now():
            self._transport.abort()
            return
        self._buffer += data
        self._work()

    def _work(self) -> None:
        while not self._busy and (request := self._next_request()):
            reply = self._application.answer(request)
            if reply.silent:
                self._busy = True
            elif reply.after > 0:
                self._busy = True
                asyncio.get_running_loop().call_later(reply.after, self._later(reply))
            else:
                self._write(reply)

    def _later(self, reply: Reply) -> Callable[[], None]:
        def write() -> None:
            self._busy = False
            self._write(reply)
            self._work()

        return write

    def _write(self, reply: Reply) -> None:
        if self._transport.is_closing():
            return
        if reply.raw is not None:
            self._transport.write(reply.raw)
        elif not (reply.close and not reply.body):
            extra = "".join(f"{name}: {value}\r\n" for name, value in reply.headers.items())
            head = (
                f"HTTP/1.1 {reply.status} {REASONS.get(reply.status, 'Other')}\r\n"
                f"Content-Type: application/json\r\n{extra}"
                f"Content-Length: {len(reply.body)}\r\n\r\n"
            )
            self._transport.write(head.encode() + reply.body)
        if reply.close:
            self._transport.close()

    def _next_request(self) -> Request | None:
        end = self._buffer.find(HEAD_END)
        if end < 0:
            return None
        first, *lines = bytes(self._buffer[:end]).split(b"\r\n")
        headers = {}
        for line in lines:
            name, _, value = line.partition(b":")
            headers[name.lower()] = value.strip()
        begin = end + len(HEAD_END)
        length = int(headers.get(b"content-length", b"0"))
        if len(self._buffer) < begin + length:
            return None
        body = bytes(self._buffer[begin : begin + length])
        del self._buffer[: begin + length]
        method, path, _version = first.decode("latin-1").split(" ", 2)
        return Request(method, path, headers, body)
