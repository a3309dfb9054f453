"""HTTP for reference servers: a port, what was asked, and how the next answers go wrong."""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

FAULTS = ("hang", "cut", "close", "garbage", "500", "503")
"""hang: no answer while the test lasts. cut: half an answer. close: read, and hung up."""


@dataclass(frozen=True)
class Asked:
    """One request, wholly read; header names in lower case."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass
class ReferenceServer:
    """A provider's own class says what it answers. `faults`: of the next requests, in order."""

    url: str = ""
    faults: list[str] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)

    def answer(self, asked: Asked) -> tuple[int, Any]:
        """Status and a document. What is done here is done even if the answer gets lost."""
        raise NotImplementedError


def named(action: str) -> str:
    """The method of a server's class for an action: SendSms is _send_sms."""
    return "_" + re.sub(r"(?<!^)([A-Z])", r"_\1", action).lower()


def _handler(app: ReferenceServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            self._work()

        def do_GET(self) -> None:
            self._work()

        def _work(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            asked = Asked(
                self.command,
                self.path,
                {name.lower(): value for name, value in self.headers.items()},
                self.rfile.read(length),
            )
            app.asked.append(asked)
            fault = app.faults.pop(0) if app.faults else ""
            status, document = app.answer(asked)
            body = document if isinstance(document, bytes) else json.dumps(document).encode()
            if fault == "hang":
                app.released.wait(30)
            if fault in ("hang", "close"):
                self.close_connection = True
                return
            if fault == "garbage":
                body = b"[" * 5000
            if fault in ("500", "503"):
                status, body = int(fault), b"<html>down</html>"
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if fault == "cut":
                body, self.close_connection = body[: len(body) // 2], True
            self.wfile.write(body)

        def log_message(self, *_said: Any) -> None:
            pass

    return Handler


@contextmanager
def running(app: ReferenceServer) -> Iterator[ReferenceServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(app))
    server.daemon_threads = True
    app.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield app
    finally:
        app.released.set()
        server.shutdown()
        server.server_close()
