"""Receipts per second: a thousand a call, of messages that were handed over."""

from __future__ import annotations

import time
from collections import Counter

from messaging.gateways.webhooks.entries import InboundReceipt
from messaging.inbound import receipts
from messaging.models import Gateway, Message, Run
from tests.benchmarks import child, database, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, measured, must_be
from tests.benchmarks.server import Server

AT_ONCE = 1000
PER_SECOND = 5000


def measure(source: str, server: Server) -> Measure:
    """One for each message of the run."""
    with database.copy(source):
        count = world.release(Run.objects.get())
        world.set_gateway(url=server.url, call_size=100, connections=4)
        child.run("send", epoch=time.monotonic())
        gateway = Gateway.objects.get()
        ids = list(Message.objects.order_by("pk").values_list("pk", flat=True))
        with measured() as watch:
            for start in range(0, len(ids), AT_ONCE):
                chunk = ids[start : start + AT_ONCE]
                incoming = [InboundReceipt("delivered", message_id=pk) for pk in chunk]
                receipts.take(gateway=gateway, incoming=incoming, now=NOW)
        states = dict(Counter(Message.objects.values_list("state", flat=True)))
        must_be("states", states, {"delivered": count})
    return Measure("receipts", count, watch.seconds, at_least=PER_SECOND)
