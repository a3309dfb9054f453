"""One run's messages from the queue to the gateway and into the books, beside floor and pattern."""

from __future__ import annotations

import time
from collections import Counter

from django.conf import settings

from config.embedded import addresses
from messaging.models import Attempt, Message, Run
from tests.benchmarks import child, database, floor_of_sending, pattern, world
from tests.benchmarks.figures import NOW
from tests.benchmarks.measuring import Measure, must_be
from tests.benchmarks.multiplying import loading
from tests.benchmarks.server import Server

WORKERS = (1, 2, 4)
AS_IT_RUNS = 2
"""A worker process per core; the connections are shared among them, so that the gateway sees as
many calls at once as the floor makes."""
PATTERN_ROWS = 10_000
_LEFT = f"SELECT count(*) FROM {pattern.TABLE} WHERE state = 'queued' AND id <= %s"


def measure(
    source: str, server: Server, *, call_size: int, connections: int, with_pattern: bool
) -> Measure:
    """Floor, pattern, product; each on the same messages."""
    with database.copy(source):
        count = world.release(Run.objects.get())
        floor = _floor(count, server, call_size, connections)
        slow = _pattern(count, server, connections) if with_pattern else None
        seconds, done = send(count, server, call_size, connections, workers=AS_IT_RUNS)
        _check(count, server)
    return Measure(
        f"send, {call_size} a request, {AS_IT_RUNS} workers",
        count,
        seconds,
        f"claim, the same requests ({connections} at once), update",
        floor,
        slow,
        at_most=1.7 if call_size == 1 else 4.0,
        facts={
            **used(done),
            "pattern_at_least": 8 if call_size == 1 else 25,
        },
    )


def by_workers(source: str, server: Server, *, call_size: int, connections: int) -> list[Measure]:
    """The same with more workers, who share the connections."""
    found = []
    for workers in WORKERS:
        with database.copy(source):
            count = world.release(Run.objects.get())
            seconds, done = send(count, server, call_size, connections, workers=workers)
            _check(count, server)
        name = f"send, {call_size} a request, {workers} workers"
        found.append(Measure(name, count, seconds, facts=used(done)))
    return found


def with_old_messages(
    source: str, server: Server, *, old: int, call_size: int, connections: int
) -> Measure:
    """The same behind so many messages of former days."""
    with database.copy(source):
        count = world.release(Run.objects.get())
        add_old_messages(old)
        seconds, done = send(count, server, call_size, connections, workers=1)
        _check(count, server, old=old)
    return Measure(f"send behind {old:,} old messages", count, seconds, facts=used(done))


def used(done: list[child.Done]) -> dict[str, float]:
    """Memory of the largest worker, CPU of all."""
    return {
        "memory_mb": max(each.memory_mb for each in done),
        "cpu": sum(each.cpu_seconds for each in done),
    }


def add_old_messages(old: int) -> None:
    """Delivered over the two years before, to the same customers."""
    if not old:
        return
    copied = (
        "run_id, lender_id, customer_id, contact_point_id, channel, address_hash, content_class,"
        " template_version_id, language, send_at_once, tries, error_code, gateway_id, reason"
    )
    with_rows = f"""
    INSERT INTO messaging_message ({copied}, state, created_at, claimed_at, handed_over_at,
        permit_until, final_at, body_enc, segments, gateway_ref)
    SELECT NULL, m.lender_id, m.customer_id, m.contact_point_id, m.channel, m.address_hash,
        m.content_class, m.template_version_id, m.language, false, 0, '', g.id, '', 'delivered',
        a.at, a.at, a.at, a.at, a.at, %s, 2, 'old-' || n
    FROM generate_series(1, %s) AS n
    JOIN (SELECT *, row_number() OVER (ORDER BY id) AS place FROM messaging_message) m
        ON m.place = n %% (SELECT count(*) FROM messaging_message WHERE state = 'queued') + 1
    CROSS JOIN (SELECT id FROM messaging_gateway LIMIT 1) g
    CROSS JOIN LATERAL (
        SELECT %s::timestamptz - (40 + n %% 690) * interval '1 day' AS at) a
    """
    with loading("messaging_message"):
        database.ask(with_rows, floor_of_sending.BODY, old, NOW)
    database.ask("VACUUM ANALYZE messaging_message")


def _floor(count: int, server: Server, call_size: int, connections: int) -> float:
    for statement in floor_of_sending.MAKE:
        database.ask(statement)
    server.forget()
    done = child.run("floor", url=server.url, call_size=call_size, connections=connections)
    must_be("sent by the floor", (done.found, len(server.journal())), (count, count))
    return done.seconds


def _pattern(count: int, server: Server, connections: int) -> float:
    """Of so many, reckoned from PATTERN_ROWS at most: its cost per message does not change."""
    for statement in pattern.MAKE:
        database.ask(statement)
    ids = [row[0] for row in database.ask("SELECT id FROM messaging_message ORDER BY id")]
    ids = ids[:PATTERN_ROWS]
    server.forget()
    broker = addresses.celery_broker_url(settings.REDIS_URL)
    with pattern.worker(
        broker=broker,
        database_url=database.url(),
        gateway_url=server.url,
        processes=connections,
    ):
        seconds = pattern.send_all(ids, left=lambda: database.ask(_LEFT, ids[-1])[0][0])
    must_be("sent by the pattern", server.count(), len(ids))
    return seconds * count / len(ids)


def send(
    count: int, server: Server, call_size: int, connections: int, *, workers: int
) -> tuple[float, list[child.Done]]:
    each = max(1, connections // workers)
    world.set_gateway(url=server.url, call_size=call_size, connections=each)
    server.forget()
    seconds, done = together(workers)
    must_be("accepted", sum(d.found.get("accepted", 0) for d in done), count)
    return seconds, done


def together(workers: int) -> tuple[float, list[child.Done]]:
    """So many workers, until nothing is due."""
    epoch = time.monotonic()
    return child.together([child.Child("send", epoch=epoch) for _ in range(workers)])


def _check(count: int, server: Server, *, old: int = 0) -> None:
    """What the gateway says, what the books say."""
    came = [pk for _at, pk in server.journal()]
    must_be("requests, each once", (len(came), len(set(came))), (count, count))
    states = Counter(Message.objects.values_list("state", flat=True))
    must_be("states", dict(states), {"accepted": count, **({"delivered": old} if old else {})})
    must_be("attempts", Attempt.objects.filter(result="accepted").count(), count)
