"""Brings customers' replies to webhooks at a set pace, as gateways do: kept connections, until
the answer is 200. A process of its own.

    python -m tests.faults.bringer plan.json

Every reply it brought, and what was answered when, is a line of its gateway's own log
(tests/gateway_server/journal.py), with `due` (Unix time) and `stops` and `silences` as planned.
"""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from tests.gateway_server.journal import Journal, moment

AGAIN_AFTER_SECONDS = 0.5
DOOR_SECONDS = 20.0
IDLE_SECONDS = 1.0
KEPT = {"own": b"", "aliyun": {"code": 0, "msg": "OK"}}
"""What a webhook of that shape answers when it has kept a call."""


class Bringer:
    """`plan`: secret, connections, webhooks {code: {url, shape, log}}, and calls, each with `after`
    (seconds from the start), `gateway` and `replies` [{from, text, ref, stops}]."""

    def __init__(self, plan: dict[str, Any]) -> None:
        self._secret = plan["secret"].encode()
        self._doors = plan["webhooks"]
        self._logs = {code: Journal(Path(d["log"])) for code, d in self._doors.items()}
        self._threads = plan["connections"]
        self._calls: Iterator[dict[str, Any]] = iter(plan["calls"])
        self._next = threading.Lock()

    def run(self) -> None:
        """Until the last is answered with 200."""
        self._start = time.time() + 0.5
        threads = [threading.Thread(target=self._work) for _ in range(self._threads)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _work(self) -> None:
        line = Line()
        while True:
            with self._next:
                call = next(self._calls, None)
            if call is None:
                return
            time.sleep(max(0.0, self._start + call["after"] - time.time()))
            while not self._bring(call, line):
                time.sleep(AGAIN_AFTER_SECONDS)

    def _bring(self, call: dict[str, Any], line: Line) -> bool:
        webhook = self._doors[call["gateway"]]
        body = _body(webhook["shape"], call["replies"])
        sent = moment()
        status = self._post(line, webhook["url"], body, shape=webhook["shape"])
        answered = moment()
        said = {
            "due": self._start + call["after"],
            "status": status,
            "answered_at": answered["at"],
            "answered_boot": answered["boot"],
        }
        self._logs[call["gateway"]].write(
            {"kind": "reply", **sent, **reply, **said} for reply in call["replies"]
        )
        return status == 200

    def _post(self, line: Line, url: str, body: bytes, *, shape: str) -> int:
        """The webhook's status; 0 when it did not answer, or not as such a webhook does."""
        headers = {"Content-Type": "application/json"}
        if shape == "own":
            at = str(int(time.time()))
            line_of = f"POST\n{urlsplit(url).path}\n{at}\n".encode()
            signed = hmac.new(self._secret, line_of + body, hashlib.sha256).hexdigest()
            headers |= {"X-Huancui-Timestamp": at, "X-Huancui-Signature": f"v2={signed}"}
        try:
            status, said = line.post(url, body, headers)
        except (OSError, http.client.HTTPException):
            return 0
        if status == 200 and (json.loads(said) if said else said) != KEPT[shape]:
            return 0
        return status


class Line:
    """A connection that is kept, and not used after a pause: the server may have closed it."""

    def __init__(self) -> None:
        self._connection: http.client.HTTPConnection | None = None
        self._used = 0.0

    def post(self, url: str, body: bytes, headers: dict[str, str]) -> tuple[int, bytes]:
        """Status and body."""
        parts = urlsplit(url)
        if self._connection is None or time.monotonic() - self._used > IDLE_SECONDS:
            self._connection = http.client.HTTPConnection(
                parts.hostname or "", parts.port, timeout=DOOR_SECONDS
            )
        connection, self._connection = self._connection, None
        connection.request("POST", parts.path, body, headers)
        answer = connection.getresponse()
        said = answer.read()
        self._connection, self._used = connection, time.monotonic()
        return answer.status, said


def _body(shape: str, replies: list[dict[str, Any]]) -> bytes:
    if shape == "own":
        said: Any = {
            "replies": [{name: r[name] for name in ("from", "text", "ref")} for r in replies]
        }
    else:
        said = [
            {
                "phone_number": reply["from"].removeprefix("+86"),
                "content": reply["text"],
                "sequence_id": reply["ref"],
                "send_time": "2026-09-15 10:30:00",
                "sign_name": "安和消费金融",
                "dest_code": "1069",
            }
            for reply in replies
        ]
    return json.dumps(said, ensure_ascii=False).encode()


if __name__ == "__main__":
    Bringer(json.loads(Path(sys.argv[1]).read_text())).run()
