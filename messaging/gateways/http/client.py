"""Requests to one target, on a kept connection for each thread (http/connection.py)."""

from __future__ import annotations

import ssl
import threading
from collections.abc import Mapping

from messaging.gateways.http.connection import Connection
from messaging.gateways.http.response import HttpResponse
from messaging.gateways.options import Target

ANSWER_BYTES = 256 * 1024


class Client:
    """`timeout_seconds` holds for a whole call."""

    def __init__(self, target: Target, *, timeout_seconds: float) -> None:
        self.target = target
        self._timeout = timeout_seconds
        self._tls = ssl.create_default_context() if target.secure else None
        self._mine = threading.local()

    def call(
        self,
        method: str,
        path: str,
        *,
        headers: Mapping[str, str],
        body: bytes = b"",
        most_seconds: float = float("inf"),
        most_bytes: int = ANSWER_BYTES,
    ) -> HttpResponse:
        """`path` with its query, under the target's. Raises NotSent; whatever else it raises came
        after the first byte was written. ValueError: a header that would be two."""
        lines = [f"{method} {self.target.path}{path} HTTP/1.1"]
        said = {
            "Host": self.target.host_header,
            "User-Agent": "huancui",
            "Accept-Encoding": "identity",
            "Content-Length": str(len(body)),
            **headers,
        }
        for name, value in said.items():
            if "\r" in value or "\n" in value:
                raise ValueError(f"a line break in {name}")
            lines.append(f"{name}: {value}")
        head = "\r\n".join([*lines, "", ""]).encode("ascii")
        return self._connection().exchange(
            head + body,
            method=method,
            timeout_seconds=min(self._timeout, most_seconds),
            most_bytes=most_bytes,
        )

    def _connection(self) -> Connection:
        mine: Connection | None = getattr(self._mine, "connection", None)
        if mine is None:
            mine = self._mine.connection = Connection(self.target, self._tls)
        return mine
