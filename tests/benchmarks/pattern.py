"""The pattern: one Celery task per message, which reads it, posts it and updates it.

A real worker on the same broker; its rows are a plain copy of the messages, the text already
written, and nothing is decided. Publishing is part of it: the queue is filled by the one who sends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from celery import Celery

from tests.benchmarks.floor_of_sending import Poster

TABLE = "bench_pattern"
QUEUE = "bench-pattern"
MAKE = (
    f"DROP TABLE IF EXISTS {TABLE}",
    f"CREATE TABLE {TABLE} (LIKE messaging_message INCLUDING ALL)",
    f"INSERT INTO {TABLE} SELECT * FROM messaging_message",
    f"UPDATE {TABLE} SET body_enc = decode(repeat('78', 250), 'hex')",
    f"ANALYZE {TABLE}",
)
PATIENCE_SECONDS, LOOK_EVERY_SECONDS = 1800, 0.1

# Not the current one: whoever imports this publishes to the product's broker as before.
app = Celery("pattern", broker=os.environ.get("BENCH_BROKER"), set_as_current=False)
app.conf.update(task_ignore_result=True, task_default_queue=QUEUE)
_kept: dict[str, Any] = {}


@app.task
def send_one(message_id: int) -> None:
    database, post = _connections()
    with database, database.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {TABLE} WHERE id = %s", [message_id])
        cursor.fetchone()
    post([message_id])
    with database, database.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TABLE} SET state = 'accepted', gateway_ref = %s, handed_over_at = now()"
            " WHERE id = %s",
            [str(message_id), message_id],
        )


def send_all(ids: list[int], *, left: Callable[[], int]) -> float:
    """Publish a task for each and wait until none is left; seconds from the first to the last."""
    begun = time.monotonic()
    with app.connection_for_write() as connection:
        for pk in ids:
            send_one.apply_async((pk,), connection=connection)
    while left():
        if time.monotonic() - begun > PATIENCE_SECONDS:
            raise SystemExit("the pattern did not end")
        time.sleep(LOOK_EVERY_SECONDS)
    return time.monotonic() - begun


@contextmanager
def worker(*, broker: str, database_url: str, gateway_url: str, processes: int) -> Iterator[None]:
    """A prefork worker with as many processes as the gateway has connections."""
    app.conf.broker_url = broker
    environ = {
        **os.environ,
        "BENCH_BROKER": broker,
        "BENCH_DATABASE": database_url,
        "BENCH_GATEWAY": gateway_url,
    }
    command = [sys.executable, "-m", "celery", "-A", __name__, "worker", "--loglevel=ERROR"]
    process = subprocess.Popen(
        [*command, f"--concurrency={processes}", f"--queues={QUEUE}", "--without-mingle"],
        env=environ,
        stdout=subprocess.DEVNULL,
    )
    try:
        while not app.control.ping(timeout=1):
            if process.poll() is not None:
                raise SystemExit("the worker of the pattern ended")
        yield
    finally:
        process.terminate()
        process.wait()


def _connections() -> tuple[Any, Poster]:
    if not _kept:
        _kept["database"] = psycopg2.connect(os.environ["BENCH_DATABASE"])
        _kept["post"] = Poster(os.environ["BENCH_GATEWAY"])
    return _kept["database"], _kept["post"]
