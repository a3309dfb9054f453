"""Receipts and replies back to Huancui's webhooks: delayed, doubled, shuffled, lost, as told.

What a webhook does not answer with 200 is sent again, as a gateway would.
"""

from __future__ import annotations

import hashlib
import heapq
import hmac
import http.client
import itertools
import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from tests.gateway_server.journal import Journal, moment

AT_ONCE = 500
AGAIN_AFTER_SECONDS = 0.5
DOOR_SECONDS = 10.0


@dataclass
class _Lane:
    """One webhook and what waits for it, by time."""

    name: str
    entries: str
    url: str = ""
    due: list[tuple[float, int, dict[str, Any]]] = field(default_factory=list)
    thread: threading.Thread | None = None


class Outbound:
    """`webhook`: {"receipts": URL, "replies": URL}. `receipts`: {"delay": [least, most] seconds,
    "double", "lose", "undelivered": probabilities, "codes": [...], "parts": n, "at_once": n}.
    `replies`: {"probability", "texts": [...], "delay": [least, most]}. At once: `reply`: {"from",
    "text"}, `receipt`: [as they go to the webhook]."""

    def __init__(self, *, journal: Journal, secret: bytes, seed: int) -> None:
        self._journal = journal
        self._secret = secret
        self._random = random.Random(seed + 1)
        self._serial = itertools.count(1)
        self._receipts: dict[str, Any] = {}
        self._replies: dict[str, Any] = {}
        self._lanes = {
            "receipts": _Lane("receipts", "receipts"),
            "replies": _Lane("replies", "replies"),
        }
        self._news = threading.Condition()
        self._closed = False
        self._counts: Counter[str] = Counter()

    def control(self, wanted: dict[str, Any]) -> None:
        with self._news:
            for name, url in wanted.get("webhook", {}).items():
                lane = self._lanes[name]
                lane.url = url
                if lane.thread is None:
                    lane.thread = threading.Thread(target=self._work, args=[lane], daemon=True)
                    lane.thread.start()
            self._receipts = wanted.get("receipts", self._receipts)
            self._replies = wanted.get("replies", self._replies)
            if "reply" in wanted:
                self._reply(wanted["reply"]["from"], wanted["reply"]["text"], after=0)
            for receipt in wanted.get("receipt", []):
                self._push("receipts", receipt, 0)
            self._news.notify_all()

    def accepted(self, message: dict[str, Any], ref: str) -> None:
        """Plan what becomes of a message that was taken."""
        with self._news:
            if self._lanes["receipts"].url and not self._strikes(self._receipts, "lose"):
                for receipt in self._receipts_of(message["id"], ref):
                    for _ in range(2 if self._strikes(self._receipts, "double") else 1):
                        self._push("receipts", receipt, self._delay(self._receipts))
            if self._lanes["replies"].url and self._strikes(self._replies, "probability"):
                text = self._random.choice(self._replies["texts"])
                self._reply(message["to"], text, after=self._delay(self._replies))
            self._news.notify_all()

    def counts(self) -> dict[str, int]:
        with self._news:
            waiting = {f"{name}_waiting": len(lane.due) for name, lane in self._lanes.items()}
            return {**self._counts, **waiting}

    def close(self) -> None:
        with self._news:
            self._closed = True
            self._news.notify_all()

    def _receipts_of(self, pk: str, ref: str) -> list[dict[str, Any]]:
        failed = self._strikes(self._receipts, "undelivered")
        receipt: dict[str, Any] = {"id": pk, "ref": ref, "status": "delivered"}
        if failed:
            code = self._random.choice(self._receipts.get("codes", ["MK:0001"]))
            receipt |= {"status": "undelivered", "code": code}
        parts = self._receipts.get("parts", 1)
        if parts == 1:
            return [receipt]
        return [{**receipt, "part": n, "parts": parts} for n in range(1, parts + 1)]

    def _reply(self, sender: str, text: str, *, after: float) -> None:
        ref = f"r-{time.time_ns()}-{next(self._serial)}"
        self._push("replies", {"from": sender, "text": text, "ref": ref}, after)

    def _push(self, name: str, entry: dict[str, Any], after: float) -> None:
        due = (time.monotonic() + after, next(self._serial), entry)
        heapq.heappush(self._lanes[name].due, due)

    def _delay(self, figures: dict[str, Any]) -> float:
        """Different for each, which shuffles them."""
        least, most = figures.get("delay", [0, 0])
        return self._random.uniform(least, most)

    def _strikes(self, figures: dict[str, Any], name: str) -> bool:
        return self._random.random() < figures.get(name, 0)

    def _work(self, lane: _Lane) -> None:
        while True:
            with self._news:
                while not self._closed and not self._is_due(lane):
                    self._news.wait(self._until_due(lane))
                if self._closed:
                    return
                most = self._receipts.get("at_once", AT_ONCE) if lane.name == "receipts" else 1
                batch: list[dict[str, Any]] = []
                while len(batch) < most and self._is_due(lane):
                    batch.append(heapq.heappop(lane.due)[2])
            if not self._send(lane, batch):
                with self._news:
                    for entry in batch:
                        self._push(lane.name, entry, AGAIN_AFTER_SECONDS)

    def _is_due(self, lane: _Lane) -> bool:
        return bool(lane.due) and lane.due[0][0] <= time.monotonic()

    def _until_due(self, lane: _Lane) -> float | None:
        return max(0.0, lane.due[0][0] - time.monotonic()) if lane.due else None

    def _send(self, lane: _Lane, batch: list[dict[str, Any]]) -> bool:
        sent = moment()
        status = self._post(lane.url, json.dumps({lane.entries: batch}).encode())
        with self._news:
            self._counts[f"{lane.name}_{status}"] += len(batch)
        if lane.name == "replies":
            answered = moment()
            said = {"status": status, "answered_at": answered["at"]}
            said["answered_boot"] = answered["boot"]
            self._journal.write([{"kind": "reply", **sent, **entry, **said} for entry in batch])
        return status == 200

    def _post(self, url: str, body: bytes) -> int:
        """The webhook's status; 0 when it did not answer."""
        parts = urlsplit(url)
        timestamp = str(int(time.time())).encode()
        signed = f"POST\n{parts.path}\n".encode() + timestamp + b"\n" + body
        signature = hmac.new(self._secret, signed, hashlib.sha256).hexdigest()
        headers = {
            "Content-Type": "application/json",
            "X-Huancui-Timestamp": timestamp.decode(),
            "X-Huancui-Signature": f"v2={signature}",
        }
        connection = http.client.HTTPConnection(
            parts.hostname or "", parts.port, timeout=DOOR_SECONDS
        )
        try:
            connection.request("POST", parts.path, body, headers)
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()
