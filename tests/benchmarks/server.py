"""A gateway that takes everything at once and counts: batch HTTP, keep-alive, one process.

POST /messages   answered as docs/gateways.md says; a push or a card as Firebase and WeChat do
GET /count       how many messages came
GET /journal     [[seconds on the system's monotonic clock, id], …] of all that came
GET /forget      start over
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from typing import Any

HOST = "127.0.0.1"


class Counting(asyncio.Protocol):
    """One connection; requests come whole or in parts, and are answered in order."""

    journal: list[tuple[float, str]] = []

    def connection_made(self, transport: Any) -> None:
        self._transport, self._waiting = transport, b""

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while (split := self._waiting.find(b"\r\n\r\n")) >= 0:
            head = self._waiting[:split].lower()
            begin = split + 4
            place = head.find(b"content-length:")
            length = int(head[place + 15 :].split(b"\r\n", 1)[0]) if place >= 0 else 0
            if len(self._waiting) < begin + length:
                return
            body = self._waiting[begin : begin + length]
            self._waiting = self._waiting[begin + length :]
            self._answer(head.split(b" ", 2)[1], body)

    def _came(self, ids: list[str]) -> None:
        now = time.monotonic()
        self.journal.extend([(now, each) for each in ids])

    def _answer(self, path: bytes, body: bytes) -> None:
        if path.endswith(b"/messages"):
            ids = [message["id"] for message in json.loads(body)["messages"]]
            self._came(ids)
            said: Any = {"results": [{"id": x, "status": "accepted", "ref": x} for x in ids]}
        elif path.endswith(b"messages:send"):  # Firebase
            pk = json.loads(body)["message"]["data"]["id"]
            self._came([pk])
            said = {"name": f"projects/p/messages/{pk}"}
        elif path.startswith(b"/cgi-bin/message/"):  # WeChat
            pk = json.loads(body)["client_msg_id"]
            self._came([pk])
            said = {"errcode": 0, "errmsg": "ok", "msgid": int(pk)}
        elif path.endswith(b"token"):
            said = {"access_token": "lent", "expires_in": 7200}
        else:
            said = len(self.journal) if path.endswith(b"/count") else list(self.journal)
            if path.endswith(b"/forget"):
                self.journal.clear()
        answer = json.dumps(said, separators=(",", ":")).encode()
        self._transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%b"
            % (len(answer), answer)
        )


class Server:
    """The running process, from outside."""

    def __init__(self, port: int) -> None:
        self.port, self.url = port, f"http://{HOST}:{port}"

    def journal(self) -> list[tuple[float, int]]:
        """When each id came."""
        return [(at, int(pk)) for at, pk in self._get("/journal")]

    def count(self) -> int:
        return int(self._get("/count"))

    def forget(self) -> None:
        self._get("/forget")

    def _get(self, path: str) -> Any:
        connection = HTTPConnection(HOST, self.port)
        connection.request("GET", path)
        return json.loads(connection.getresponse().read())


@contextmanager
def running() -> Iterator[Server]:
    """The server in a process of its own."""
    process = subprocess.Popen([sys.executable, "-m", __name__], stdout=subprocess.PIPE, text=True)
    try:
        yield Server(int(process.stdout.readline()))  # type: ignore[union-attr]
    finally:
        process.terminate()
        process.wait()


async def _serve() -> None:
    server = await asyncio.get_running_loop().create_server(Counting, HOST, 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_serve())
