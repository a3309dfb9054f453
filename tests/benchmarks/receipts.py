"""Receipts per second: a thousand a call, of messages that were handed over; once for nobody else,
once where the lender's system awaits what becomes of each."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator

from accounts.models import Event, Lender
from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message, Run
from tests import make, make_events
from tests.benchmarks import child, database, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, measured, must_be
from tests.benchmarks.server import Server

AT_ONCE = 1000
PER_SECOND = 5000


def measure(source: str, server: Server) -> Iterator[Measure]:
    """One for each message of the run."""
    yield _measure(source, server, told=False)
    yield _measure(source, server, told=True)


def _measure(source: str, server: Server, *, told: bool) -> Measure:
    with database.copy(source):
        count = world.release(Run.objects.get())
        world.set_gateway(url=server.url, call_size=100, connections=4)
        child.run("send", epoch=time.monotonic())
        gateway = Gateway.objects.get()
        if told:
            asks, decides = (
                make.staff("administrator", username=name) for name in ("asks", "decides")
            )
            make_events.destination(Lender.objects.get(), by=asks, decides=decides)
        ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        with measured() as watch:
            for start in range(0, len(ids), AT_ONCE):
                chunk = ids[start : start + AT_ONCE]
                incoming = [InboundReceipt("delivered", message_id=pk) for pk in chunk]
                receipts.take(gateway=gateway, incoming=incoming, now=NOW)
        states = dict(Counter(Message.objects.values_list("state", flat=True)))
        must_be("states", states, {"delivered": count})
        must_be("events", Event.objects.count(), count if told else 0)
    name = "receipts, each an event" if told else "receipts"
    return Measure(name, count, watch.seconds, at_least=PER_SECOND)
