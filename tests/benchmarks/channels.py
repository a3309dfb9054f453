"""The run's messages by e-mail, push and WeChat: from the queue through the drivers, beside a floor
of the same requests. The plan made texts; before the clock begins they are turned into messages of
the channel, each to an address of its own, with the words of a variant in force."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.keys import keyring
from accounts.models import ContactPoint
from messaging.models import Attempt, Message, Run
from tests import make, make_channels
from tests.benchmarks import child, database, floor_of_sending, mail_sink, sending, world
from tests.benchmarks.figures import MORE_SECRETS, NOW
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.server import Server
from tests.providers import fcm

WORKERS = 2


@dataclass(frozen=True, slots=True)
class Way:
    """One channel's driver, and what it has to reach."""

    channel: str
    driver: str
    connections: int
    at_least: int
    settings: Mapping[str, Any]
    secret: str = ""


EMAIL = Way(
    *("email", "smtp", 8, 1_500),
    {"host": mail_sink.HOST, "security": "none", "from": "service@lender.example"},
)
PUSH = Way("push", "fcm", 16, 2_000, {}, "HUANCUI_GATEWAY_BENCH_FCM")
WECHAT = Way(
    *("wechat", "wechat", 16, 2_000),
    {
        "app_id": "wx0123456789abcdef",
        "template_id": "T1",
        "fields": "thing1=signature, amount2=amount_due",
    },
    "HUANCUI_GATEWAY_BENCH_WECHAT",
)
_TURN = (
    "UPDATE messaging_message m SET channel = %s, contact_point_id = p.id,"
    " address_hash = p.address_hash, template_version_id = v.variant"
    " FROM accounts_contactpoint p, unnest(%s::bigint[], %s::bigint[]) v (version, variant)"
    " WHERE p.customer_id = m.customer_id AND p.channel = %s AND v.version = m.template_version_id"
)
_GATEWAY = (
    "UPDATE messaging_gateway SET channel = %s, driver = %s, settings = %s, credentials_ref = %s,"
    " timeout_seconds = 10"
)


def measure(source: str, server: Server) -> Iterator[Measure]:
    """E-mail to a relay, push and WeChat to the counting server."""
    os.environ |= {MORE_SECRETS[PUSH.driver]: fcm.account_file()}
    with mail_sink.running() as sink:
        yield _of(EMAIL, source, sink, {"port": sink.port})
    yield _of(PUSH, source, server, {"url": server.url, "sign_in_url": f"{server.url}/token"})
    yield _of(WECHAT, source, server, {"url": server.url})


def _of(way: Way, source: str, sink: Any, where: Mapping[str, Any]) -> Measure:
    with database.copy(source):
        count = world.release(Run.objects.get())
        _turn(way, count)
        floor = _floor(way, count, sink, where)
        _set_gateway(way, where)
        sink.forget()
        seconds, done = sending.together(WORKERS)
        must_be("accepted", sum(d.found.get("accepted", 0) for d in done), count)
        _check(count, sink)
    return Measure(
        f"send by {way.channel}, {WORKERS} workers",
        count,
        seconds,
        f"claim, the same requests ({way.connections} at once), update",
        floor.seconds,
        at_most=2.0,
        at_least=way.at_least,
        facts={**sending.used(done), "floor_cpu": floor.cpu_seconds},
    )


def _turn(way: Way, count: int) -> None:
    """Another address of every customer, the variant of every text, and the messages to them."""
    people = list(Message.objects.order_by("pk").values_list("customer_id", flat=True))
    keys, made = keyring(), []
    for pk in people:
        address = f"c{pk}@borrower.example" if way.channel == "email" else f"address-{pk:030d}"
        made.append(
            ContactPoint(
                customer_id=pk,
                channel=way.channel,
                address=address,
                address_hash=keys.suppression_hash(address, way.channel),
                address_index=ContactPoint.address.field.index(address),
                seen_at=NOW,
            )
        )
    ContactPoint.objects.bulk_create(made, batch_size=1_000)
    two = {
        "author": make.staff("collector", username="writes"),
        "approver": make.staff("supervisor", username="approves"),
    }
    texts = Message.objects.order_by("template_version").distinct("template_version")
    pairs = [
        (
            each.template_version,
            make_channels.variant(each.template_version.template, way.channel, **two),
        )
        for each in texts.select_related("template_version__template")
        if each.template_version
    ]
    with _untold("messaging_message"):
        database.ask(
            *(_TURN, way.channel, [old.pk for old, _new in pairs]),
            *([new.pk for _old, new in pairs], way.channel),
        )
    must_be("messages", Message.objects.filter(channel=way.channel).count(), count)
    database.analyze()


def _set_gateway(way: Way, where: Mapping[str, Any]) -> None:
    """As if it had been approved so."""
    settings = {**way.settings, **where, "connections": max(1, way.connections // WORKERS)}
    with _untold("messaging_gateway"):
        reference = f"env:{way.secret}" if way.secret else ""
        database.ask(_GATEWAY, way.channel, way.driver, json.dumps(settings), reference)


@contextmanager
def _untold(table: str) -> Iterator[None]:
    with transaction.atomic():
        database.ask(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        database.ask("SET CONSTRAINTS ALL IMMEDIATE")
        database.ask(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def _floor(way: Way, count: int, sink: Any, where: Mapping[str, Any]) -> child.Done:
    for statement in floor_of_sending.MAKE:
        database.ask(statement)
    sink.forget()
    url = where.get("url", f"smtp://{mail_sink.HOST}:{where.get('port')}")
    done = child.run(
        "floor", url=url, call_size=1, connections=way.connections, channel=way.channel
    )
    must_be("sent by the floor", (done.found, len(sink.journal())), (count, count))
    return done


def _check(count: int, sink: Any) -> None:
    """What the other side says, what the books say."""
    came = [each if isinstance(each, int) else each[1] for each in sink.journal()]
    must_be("requests, each once", (len(came), len(set(came))), (count, count))
    states = Counter(Message.objects.values_list("state", flat=True))
    must_be("states", dict(states), {"accepted": count})
    must_be("attempts", Attempt.objects.filter(result="accepted").count(), count)
