"""Noticing that the database was put back to an earlier hour, before anything is sent again.

What was sent after that hour looks unsent in such a database. So every dispatch raises a number in
PostgreSQL and notes it in the broker; a database that has fallen behind the note, or that is not
the server it was (restored from a dump, promoted from a copy that may lag), gets an emergency stop
over everything, which only a person lifts.

The broker's note is a help, not the truth: without a broker, or with an empty one, PostgreSQL's own
marks and what this process remembers still count.
"""

from __future__ import annotations

import logging
from datetime import datetime
from typing import cast

import redis
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from messaging.models import Message, Stop
from messaging.models.message import MessageState
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
    key = _key()
    noted = max(_noted_in_broker(key), _remembered.get(key, 0))
    number, is_other_server = _raise()
    highest = max(noted, number)
    _remembered[key] = max(highest, _remembered.get(key, 0))
    _note_in_broker(key, highest)
    if is_other_server or number <= noted:
        log.error("the database was put back or replaced; nothing is sent until a person lifts it")
        _stop_everything(number=highest, now=now)
        return False
    return True


def _something_is_due(now: datetime) -> bool:
    due = Message.objects.filter(state=MessageState.QUEUED, not_before__lte=now)
    return due.order_by("not_before").values_list("pk", flat=True)[:1].exists()


def _key() -> str:
    """Under which name this database's mark is noted; the first dispatch makes it up."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_ORIGIN)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_MAKE)
            cursor.execute(_ORIGIN)
            row = cursor.fetchone()
    return f"huancui:watermark:{row[0]}"


def _raise() -> tuple[int, bool]:
    """The next number, and whether another server gives it than the one that gave the last."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_SERVER)
        server = cursor.fetchone()
        cursor.execute(_RAISE)
        number, *known = cursor.fetchone()
        if tuple(known) != server:
            cursor.execute("UPDATE messaging_watermark SET system = %s, timeline = %s", server)
    return number, known != [None, None] and tuple(known) != server


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


def _stop_everything(*, number: int, now: datetime) -> None:
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
        with connection.cursor() as cursor:
            # Another worker may have noticed it too, and be further already.
            cursor.execute("UPDATE messaging_watermark SET number = GREATEST(number, %s)", [number])
            cursor.execute(_LEAP, [MESSAGES_LOST_AT_MOST])
