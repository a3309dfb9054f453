"""A relay that takes every mail at once and counts: SMTP in one process, kept connections.

Which message it is stands in MAIL FROM (its bounces come back there). A line to the second port
asks: `journal` → [[seconds on the system's monotonic clock, id], …], `forget` → start over.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

HOST = "127.0.0.1"
_VERP = re.compile(rb"\+m([0-9]+)-")
_journal: list[tuple[float, int]] = []


class Relay(asyncio.Protocol):
    """One connection; commands may come in one packet and are answered in order (RFC 2920)."""

    def connection_made(self, transport: Any) -> None:
        self._transport, self._waiting, self._in_data, self._id = transport, b"", False, 0
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        answers = []
        while True:
            end = b"\r\n.\r\n" if self._in_data else b"\r\n"
            line, found, rest = self._waiting.partition(end)
            if not found:
                break
            self._waiting = rest
            answers.append(self._taken() if self._in_data else self._answer(line))
        if answers:
            self._transport.write(b"".join(answers))

    def _answer(self, line: bytes) -> bytes:
        word = line[:4].upper()
        if word == b"EHLO":
            return b"250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SIZE 10485760\r\n"
        if word == b"MAIL":
            found = _VERP.search(line)
            self._id = int(found[1]) if found else 0
        if word == b"DATA":
            self._in_data = True
            return b"354 go on\r\n"
        return b"221 bye\r\n" if word == b"QUIT" else b"250 ok\r\n"

    def _taken(self) -> bytes:
        self._in_data = False
        _journal.append((time.monotonic(), self._id))
        return b"250 taken\r\n"


class Asking(asyncio.Protocol):
    """Whoever wants to know what came."""

    def connection_made(self, transport: Any) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        said = json.dumps(_journal)
        if data.startswith(b"forget"):
            _journal.clear()
        self._transport.write(said.encode())
        self._transport.close()


class MailSink:
    """The running process, from outside."""

    def __init__(self, port: int, asked_at: int) -> None:
        self.port, self._asked_at = port, asked_at

    def journal(self) -> list[int]:
        """The id of each mail that came."""
        return [pk for _at, pk in self._ask(b"journal")]

    def forget(self) -> None:
        self._ask(b"forget")

    def _ask(self, word: bytes) -> Any:
        with socket.create_connection((HOST, self._asked_at)) as asking:
            asking.sendall(word)
            with asking.makefile("rb") as answer:
                return json.load(answer)


@contextmanager
def running() -> Iterator[MailSink]:
    """The relay in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True)
    try:
        ports = process.stdout.readline().split()  # type: ignore[union-attr]
        yield MailSink(*map(int, ports))
    finally:
        process.terminate()
        process.wait()


async def _serve() -> None:
    loop = asyncio.get_running_loop()
    relay = await loop.create_server(Relay, HOST, 0)
    asking = await loop.create_server(Asking, HOST, 0)
    print(*(each.sockets[0].getsockname()[1] for each in (relay, asking)), flush=True)
    await relay.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
