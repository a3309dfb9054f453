"""Destinations of events, and a lender's system that listens on this machine."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from accounts.models import Event, EventDelivery, EventDestination, Lender, User
from accounts.models.event import EventKind
from config import clock
from messaging.events import destinations, signing
from tests import make


def asked(
    lender: Lender,
    *,
    url: str = "https://core.example.com/events",
    kinds: Sequence[str] = tuple(EventKind.values),
    by: User | None = None,
    now: datetime | None = None,
) -> EventDestination:
    """Waiting for a second person."""
    return destinations.ask(
        destinations.Wanted(lender, url, kinds),
        why="core system",
        by=by or make.staff("administrator"),
        now=now or clock.machine(),
    )


def destination(lender: Lender, *, decides: User | None = None, **said: Any) -> EventDestination:
    """In force, its secret taken."""
    now = said.get("now") or clock.machine()
    made = asked(lender, **said)
    destinations.approve(made, by=decides or make.staff("administrator"), now=now)
    destinations.take_secret(made, by=made.asked_by, now=now)
    return EventDestination.objects.get(pk=made.pk)


def event(destination: EventDestination, now: datetime | None = None) -> EventDelivery:
    """One that waits: a test, which is written as any other."""
    by = make.staff("administrator")
    destinations.test(destination, by=by, now=now or clock.machine())
    return EventDelivery.objects.filter(destination=destination).latest("pk")


def told(lender: Lender) -> list[tuple[str, dict[str, Any]]]:
    """What was written for a lender's systems, oldest first."""
    rows = Event.objects.filter(lender=lender).order_by("pk")
    return [(each.kind, each.data) for each in rows]


class Receiver:
    """Answers 200, or what `answer` says of the number of the call, from 1; None: never. `calls`:
    headers (names in lower case) and body of each."""

    def __init__(self) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.answer: Callable[[int], int | None] = lambda _call: 200
        self.over = threading.Event()
        self.url = ""

    @property
    def ids(self) -> list[str]:
        return [headers["webhook-id"] for headers, _body in self.calls]

    @property
    def kinds(self) -> list[str]:
        return [json.loads(body)["type"] for _headers, body in self.calls]

    def is_signed_with(self, secret: str) -> bool:
        """Whether every call is, as its receiver would check it."""
        return all(
            f"v1,{signing.signature(h['webhook-id'], int(h['webhook-timestamp']), body, secret)}"
            in h["webhook-signature"].split()
            for h, body in self.calls
        )


@contextmanager
def receiver() -> Iterator[Receiver]:
    """In clear, which is allowed to this machine only."""
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
            status = made.answer(len(made.calls))
            if status is None:
                made.over.wait(60)
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_said: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    made.url = f"http://127.0.0.1:{server.server_port}/events"
    try:
        yield made
    finally:
        made.over.set()
        server.shutdown()
        server.server_close()
