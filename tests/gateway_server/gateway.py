"""The gateway: takes messages, knows what it took, and fails as it is told."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import time
from collections import Counter
from collections.abc import Iterable
from typing import Any

from tests.gateway_server.faults import Faults
from tests.gateway_server.http import Reply, Request
from tests.gateway_server.journal import Journal, moment
from tests.gateway_server.outbound import Outbound

WINDOW_SECONDS = 300


class Gateway:
    """POST /messages, POST /query, GET /ping; GET and POST /control (unsigned) for tests."""

    def __init__(self, *, journal: Journal, secret: bytes, seed: int) -> None:
        self._journal = journal
        self._secret = secret
        self._faults = Faults(random.Random(seed))
        self._known: dict[str, dict[str, str]] = {}
        self._counts: Counter[str] = Counter()
        self._outbound = Outbound(journal=journal, secret=secret, seed=seed)

    def remember(self, lines: Iterable[dict[str, Any]]) -> None:
        """What an earlier life of this gateway took, out of its log."""
        for line in lines:
            if line["taken"] or line["answered"] == "refused":
                status = "accepted" if line["taken"] else "refused"
                known = {"status": status, "code": "", "ref": f"g-{line['id']}"}
                self._known.setdefault(line["id"], known)

    def close(self) -> None:
        self._outbound.close()

    def connected(self) -> None:
        self._counts["connections"] += 1

    def hangs_up_now(self) -> bool:
        if not self._faults.plan and not self._faults.next:
            return False
        return self._faults.hangs_up()

    def answer(self, request: Request) -> Reply:
        path = request.path.rstrip("/")
        if path.endswith("/control"):
            return _json(self._control(request))
        if not self._is_signed(request):
            self._counts["unsigned"] += 1
            return _json({"error": "bad signature"}, 401)
        if path.endswith("/messages") and request.method == "POST":
            return self._take(request)
        if path.endswith("/query") and request.method == "POST":
            return self._query(request)
        if path.endswith("/ping") and request.method == "GET":
            return _json({"status": "up"}, 503 if self._faults.plan.get("down") else 200)
        return _json({"error": "no such address"}, 404)

    # Sending

    def _take(self, request: Request) -> Reply:
        document = _parsed(request.body)
        if document is None or not isinstance(document.get("messages"), list):
            return _json({"error": "no messages"}, 400)
        self._counts["requests"] += 1
        fault = self._faults.of_request()
        if fault:
            self._counts[fault] += 1
        messages = document["messages"]
        answers = self._answers(messages, fault)
        for message in self._note(messages, answers, fault):
            self._outbound.accepted(message, self._known[message["id"]]["ref"])
        return self._reply(answers, fault)

    def _answers(self, messages: list[dict[str, Any]], fault: str) -> list[dict[str, str]]:
        """Per message: what is answered, and whether it is taken."""
        if fault in ("429", "503"):
            return [{"answered": "retry", "taken": ""} for _ in messages]
        if fault in ("hang", "500", "close_after_reading", "garbage", "cut_answer"):
            taken = "yes" if self._faults.taken(fault) else ""
            return [{"answered": "nothing", "taken": taken} for _ in messages]
        half = len(messages) // 2 if fault == "accept_half" else len(messages)
        answers = []
        for place in range(len(messages)):
            kind, code = self._faults.of_message() if self._faults.plan else ("", "")
            if place >= half:
                answers.append({"answered": "nothing", "taken": ""})
            elif kind:
                said = "refused" if kind == "refuse" else "retry"
                answers.append({"answered": said, "taken": "", "code": code})
            else:
                answers.append({"answered": "accepted", "taken": "yes"})
        return answers

    def _note(
        self, messages: list[dict[str, Any]], answers: list[dict[str, str]], fault: str
    ) -> list[dict[str, Any]]:
        """In memory and in the log; those taken now. A repeated id stays the message it was."""
        now, number, lines, taken = moment(), self._counts["requests"], [], []
        for message, answer in zip(messages, answers, strict=True):
            pk = answer["id"] = message["id"]
            before = self._known.get(pk)
            if before is not None:
                answer["taken"] = ""
                if answer["answered"] in ("accepted", "refused"):
                    answer.update(answered=before["status"], code=before["code"])
            lines.append(
                {
                    "kind": "message",
                    "n": number,
                    "id": pk,
                    "to": message["to"],
                    "text": message.get("text", ""),
                    **now,
                    "not_after": message["not_after"],
                    "class": message.get("class", ""),
                    "fault": fault,
                    "answered": answer["answered"],
                    "taken": bool(answer["taken"]),
                    "again": before is not None,
                }
            )
            if before is None and (answer["taken"] or answer["answered"] == "refused"):
                status = "accepted" if answer["taken"] else "refused"
                code = answer.get("code", "")
                self._known[pk] = {"status": status, "code": code, "ref": f"g-{pk}"}
                taken += [message] if answer["taken"] else []
        self._journal.write(lines)
        self._counts["messages"] += len(messages)
        return taken

    def _reply(self, answers: list[dict[str, str]], fault: str) -> Reply:
        if fault == "hang":
            return Reply(silent=True)
        if fault == "close_after_reading":
            return Reply(close=True)
        if fault in ("429", "503"):
            return _json({"error": "later", "accepted": 0}, int(fault))
        if fault == "500":
            return _json({"error": "broken"}, 500)
        if fault == "garbage":
            return Reply(body=self._faults.garbage())
        results = [
            {
                "id": each["id"],
                "status": each["answered"],
                **({"ref": f"g-{each['id']}"} if each["answered"] == "accepted" else {}),
                **({"code": each["code"]} if each.get("code") else {}),
            }
            for each in answers
            if each["answered"] != "nothing" or fault == "cut_answer"
        ]
        reply = _json({"results": results})
        if fault == "slow":
            reply.after = self._faults.seconds("slow", 1.0)
        if fault == "cut_answer":
            head = f"HTTP/1.1 200 OK\r\nContent-Length: {len(reply.body)}\r\n\r\n".encode()
            return Reply(raw=head + reply.body[: len(reply.body) // 2], close=True)
        return reply

    # Asking

    def _query(self, request: Request) -> Reply:
        document = _parsed(request.body)
        if document is None or not isinstance(document.get("ids"), list):
            return _json({"error": "no ids"}, 400)
        self._counts["queries"] += 1
        if self._faults.plan.get("query_fails"):
            return Reply(body=self._faults.garbage())
        results = []
        for pk in document["ids"]:
            known = self._known.get(pk)
            if known is None:
                results.append({"id": pk, "status": "never_seen"})
            else:
                results.append({"id": pk, **{k: known[k] for k in ("status", "code", "ref")}})
        return _json({"results": results})

    # Telling it what to do

    def _control(self, request: Request) -> dict[str, Any]:
        if request.method == "POST":
            wanted = json.loads(request.body)
            if "seed" in wanted:
                self._faults.random.seed(wanted["seed"])
            self._faults.plan = wanted.get("faults", self._faults.plan)
            self._faults.next = wanted.get("next", self._faults.next)
            self._outbound.control(wanted)
        counts = {**self._counts, "known": len(self._known), **self._outbound.counts()}
        return {**counts, "next": len(self._faults.next)}

    def _is_signed(self, request: Request) -> bool:
        timestamp = request.headers.get(b"x-huancui-timestamp", b"")
        line = f"{request.method}\n{request.path}\n".encode()
        signed = line + timestamp + b"\n" + request.body
        right = b"v2=" + hmac.new(self._secret, signed, hashlib.sha256).hexdigest().encode()
        given = request.headers.get(b"x-huancui-signature", b"")
        return hmac.compare_digest(right, given) and (
            timestamp.isdigit() and abs(time.time() - int(timestamp)) <= WINDOW_SECONDS
        )


def _json(document: object, status: int = 200) -> Reply:
    return Reply(status=status, body=json.dumps(document, ensure_ascii=False).encode())


def _parsed(body: bytes) -> dict[str, Any] | None:
    try:
        document = json.loads(body)
    except ValueError:
        return None
    return document if isinstance(document, dict) else None
