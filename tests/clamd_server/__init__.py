"""A scanner that speaks clamd's protocol (clamd(8)): PING, VERSION and INSTREAM, with `z` and `n`
in front or nothing, the limit of StreamMaxLength, and the test file of EICAR. Standard library
only; it knows nothing of Huancui's code, so the two check each other.

    with clamd_server.running(tmp_path / "clamd.ctl") as scanner: ...
"""

from __future__ import annotations

import socket
import socketserver
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

# In two parts, so that no scanner takes this file for the one it describes.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$" + rb"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
VERSION = "ClamAV 1.4.3/27500/Tue Sep 15 08:00:00 2026"
ANY_SIZE = 1 << 40


class _Handler(socketserver.BaseRequestHandler):
    server: Any

    def handle(self) -> None:
        self.file = self.request.makefile("rb")
        first = self.file.read(1)
        if first in (b"z", b"n"):
            end = b"\0" if first == b"z" else b"\n"
            word = self._until(end)
        else:
            end, word = b"\n", first + self._until(b"\n")
        self.server.asked.append(word.decode())
        if self.server.fault == "silent":
            self.server.released.wait(10)
            return
        if word == b"PING":
            self._say("PONG", end)
        elif word == b"VERSION":
            self._say(VERSION, end)
        elif word == b"INSTREAM":
            self._stream(end)
        else:
            self._say("UNKNOWN COMMAND", end)

    def _stream(self, end: bytes) -> None:
        taken = b""
        while size := struct.unpack("!L", self._exactly(4))[0]:
            if len(taken) + size > self.server.most:
                self._say("INSTREAM size limit exceeded. ERROR", end)
                return
            taken += self._exactly(size)
            if self.server.fault == "hangs up":
                return
        self.server.seen.append(taken)
        if self.server.fault:
            self._say(self.server.fault, end)
        elif EICAR in taken:
            self._say("stream: Eicar-Signature FOUND", end)
        else:
            self._say("stream: OK", end)

    def _exactly(self, size: int) -> bytes:
        data: bytes = self.file.read(size)
        if len(data) < size:
            raise ConnectionResetError
        return data

    def _until(self, end: bytes) -> bytes:
        word = b""
        while (byte := self.file.read(1)) not in (end, b""):
            word += byte
        return word

    def _say(self, text: str, end: bytes) -> None:
        self.request.sendall(text.encode() + end)


class _Mixin(socketserver.ThreadingMixIn):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Whoever hangs up in the middle is no fault of the server's."""


class _Unix(_Mixin, socketserver.UnixStreamServer):
    pass


class _Tcp(_Mixin, socketserver.TCPServer):
    allow_reuse_address = True


class Scanner:
    """`seen`: every file that came whole. `fault`: "silent", "hangs up", or the line it answers."""

    def __init__(self, server: Any) -> None:
        self._server = server
        server.seen, server.asked, server.fault, server.most = [], [], "", ANY_SIZE
        server.released = threading.Event()

    @property
    def address(self) -> str:
        where = self._server.server_address
        return f"unix://{where}" if isinstance(where, str) else f"tcp://{where[0]}:{where[1]}"

    @property
    def seen(self) -> list[bytes]:
        return list(self._server.seen)

    @property
    def asked(self) -> list[str]:
        return list(self._server.asked)

    def behaves(self, *, fault: str = "", most: int = ANY_SIZE) -> None:
        self._server.fault, self._server.most = fault, most


@contextmanager
def running(path: Path | None = None) -> Iterator[Scanner]:
    """At a socket of this path, or at a free port of this machine."""
    server: Any = _Unix(str(path), _Handler) if path else _Tcp(("127.0.0.1", 0), _Handler)
    scanner = Scanner(server)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield scanner
    finally:
        server.released.set()
        server.shutdown()
        server.server_close()
        thread.join()


def nobody() -> str:
    """An address at which nobody listens."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return f"tcp://127.0.0.1:{free.getsockname()[1]}"
