"""Noticing that the database was put back to an earlier hour, before anything is sent again.

What was sent after that hour looks unsent in such a database. So every dispatch raises a number in
PostgreSQL and notes it in the broker; a database that has fallen behind the note, or that was
restored into another server, gets an emergency stop over everything, which only a person lifts.

A copy that was promoted (the same server by its identifier, on another timeline) goes on by itself
when it lacks nothing that was noted: neither a mark nor a wave of any process
(messaging.dispatch.waves). It is stopped when it lacks one, or when the broker cannot tell.

The broker's note is a help, not the truth: without a broker, or with an empty one, PostgreSQL's own
marks and what this process remembers still count.
"""

from __future__ import annotations

import logging
import uuid
from datetime import datetime
from typing import NamedTuple, cast

import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from messaging.dispatch import waves
from messaging.models import Message, Stop
from messaging.models.message_states import MessageState
from messaging.stops import service as stops

log = logging.getLogger(__name__)

ANSWER_WITHIN_SECONDS = 2.0
_remembered: dict[str, int] = {}

_SERVER = """
SELECT (SELECT system_identifier FROM pg_control_system()),
    (SELECT timeline_id FROM pg_control_checkpoint())
"""
_ORIGIN = "SELECT origin FROM messaging_watermark"
_MAKE = """
INSERT INTO messaging_watermark (id, origin, number) VALUES (1, gen_random_uuid(), 0)
ON CONFLICT (id) DO NOTHING
"""
_RAISE = """
UPDATE messaging_watermark SET number = number + 1 WHERE id = 1
RETURNING number, system, timeline
"""
# Ids given in the time that was lost are known to the gateways: a text under such an id is taken
# for one they had, and receipts on their way move the wrong message.
_LEAP = """
SELECT setval(s.name, nextval(s.name) + %s)
FROM (SELECT pg_get_serial_sequence('messaging_message', 'id')::regclass AS name) s
"""
MESSAGES_LOST_AT_MOST = 100_000_000
_NOTE_HIGHEST = """
local kept = tonumber(redis.call('GET', KEYS[1]) or '0')
if tonumber(ARGV[1]) > kept then redis.call('SET', KEYS[1], ARGV[1]) end
"""


def advance(*, now: datetime) -> bool:
    """Raise the mark; whether work may go on: not when nothing is due, not in a database that was
    put back, over which this places the stop."""
    if not _something_is_due(now):
        return False
    # What was noted is read first: whatever stood there then had been committed, so in the same
    # database this worker's number is higher, however many raise it at once.
    origin = _origin()
    key = f"huancui:watermark:{origin}"
    noted = max(_noted_in_broker(key), _remembered.get(key, 0))
    number, server = _raise()
    highest = max(noted, number)
    _remembered[key] = max(highest, _remembered.get(key, 0))
    _note_in_broker(key, highest)
    if number <= noted or _lacks_something(origin, server, is_noted=noted > 0):
        log.error("the database was put back or replaced; nothing is sent until a person lifts it")
        _stop_everything(number=highest, server=server.now, now=now)
        return False
    if server.before != server.now:
        _know(server.now)
    return True


class _Server(NamedTuple):
    """PostgreSQL's own names of itself."""

    system: int | None
    timeline: int | None


class _Servers(NamedTuple):
    before: _Server
    now: _Server


def _lacks_something(origin: uuid.UUID, server: _Servers, *, is_noted: bool) -> bool:
    """Whether what another server holds is less than what was known to have been committed."""
    if server.before in (server.now, _Server(None, None)):
        return False
    if server.before.system != server.now.system or not is_noted:
        return True
    lacking = waves.lost(origin)
    if lacking == 0:
        log.warning(
            "the database was promoted from timeline %s to %s; nothing that was noted is missing",
            server.before.timeline,
            server.now.timeline,
        )
    return lacking != 0


def _something_is_due(now: datetime) -> bool:
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    return due.order_by("not_before").values_list("pk", flat=True)[:1].exists()


def _origin() -> uuid.UUID:
    """Under which name this database's mark is noted; the first dispatch makes it up."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_ORIGIN)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_MAKE)
            cursor.execute(_ORIGIN)
            row = cursor.fetchone()
    origin: uuid.UUID = row[0]
    return origin


def _raise() -> tuple[int, _Servers]:
    """The next number, and the server that gave the last one beside the one that gives this."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_SERVER)
        server = _Server(*cursor.fetchone())
        cursor.execute(_RAISE)
        number, *known = cursor.fetchone()
    return number, _Servers(_Server(*known), server)


def _know(server: _Server) -> None:
    """Only once what it holds was looked at: whoever comes meanwhile looks, too."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE messaging_watermark SET system = %s, timeline = %s", server)


def _noted_in_broker(key: str) -> int:
    try:
        return int(cast(bytes | None, _broker().get(key)) or 0)
    except redis.RedisError as error:
        log.warning("the broker tells no mark now: %s", type(error).__name__)
        return 0


def _note_in_broker(key: str, number: int) -> None:
    try:
        _broker().eval(_NOTE_HIGHEST, 1, key, number)
    except redis.RedisError as error:
        log.warning("the broker keeps no mark now: %s", type(error).__name__)


def _broker() -> redis.Redis:
    seconds = ANSWER_WITHIN_SECONDS
    return redis.Redis.from_url(
        settings.REDIS_URL, socket_timeout=seconds, socket_connect_timeout=seconds
    )


def _stop_everything(*, number: int, server: _Server, now: datetime) -> None:
    """Stop, and take the mark up to where it was, so that lifting the stop is not undone."""
    with transaction.atomic(durable=True):
        stops.place(
            scope=Stop.Scope.ALL,
            object_id=None,
            reason=_(
                "The database was restored to an earlier state; what was sent since looks unsent."
            ),
            by=None,
            now=now,
        )
        _know(server)
        with connection.cursor() as cursor:
            # Another worker may have noticed it too, and be further already.
            cursor.execute("UPDATE messaging_watermark SET number = GREATEST(number, %s)", [number])
            cursor.execute(_LEAP, [MESSAGES_LOST_AT_MOST])
