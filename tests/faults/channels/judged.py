"""What carriers logged in a walk, against what was promised; every finding is a sentence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import NamedTuple

from messaging.models import Message
from messaging.models.message_states import FINAL, MessageState
from tests.faults.channels.carriers import Line
from tests.faults.channels.walk import CLOSES, OPENS, ZONE, Ban, Walk

APART = timedelta(hours=24)
WAIT_HOURS = {"email": 4, "push": 24, "wechat": 4}


class Row(NamedTuple):
    pk: int
    state: str
    reason: str
    customer_id: int
    candidate_id: int
    channel: str
    follows_id: int | None
    read_at: datetime | None
    claimed_at: datetime | None
    created_at: datetime


def findings(walk: Walk) -> list[str]:
    """All that is wrong, of a walk that has come to rest."""
    rows = {
        row.pk: row
        for row in map(Row._make, Message.objects.order_by("pk").values_list(*Row._fields))
    }
    log = sorted(walk.carriers.log, key=lambda line: line.place)
    return [
        *_twice(log),
        *_out_of_hours(log),
        *_banned(log, rows, walk.bans),
        *_two_at_once(log, rows, walk.undelivered),
        *_over_caps(log, rows, walk.undelivered),
        *_after_read(rows),
        *_two_followers(rows),
        *_not_over(rows),
    ]


def _twice(log: list[Line]) -> Iterator[str]:
    for message_id in {line.message_id for line in log}:
        if sum(line.message_id == message_id for line in log) > 1:
            yield f"message {message_id} was handed over more than once"


def _out_of_hours(log: list[Line]) -> Iterator[str]:
    for line in log:
        if not OPENS <= line.at.astimezone(ZONE).hour < CLOSES or line.at > line.not_after:
            yield f"message {line.message_id} left at {line.at.astimezone(ZONE):%F %T}"


def _banned(log: list[Line], rows: Mapping[int, Row], bans: list[Ban]) -> Iterator[str]:
    for ban in bans:
        for line in log:
            row = rows[line.message_id]
            if (
                ban.since < line.place < ban.until
                and row.pk not in ban.on_the_wire
                and ban.customer_id in (None, row.customer_id)
                and (not ban.channel or ban.channel in _chain(row, rows))
                and (not ban.followers or row.follows_id is not None)
            ):
                yield f"message {row.pk} by {row.channel} left after {ban}"


def _chain(row: Row, rows: Mapping[int, Row]) -> set[str]:
    """Its channel, and those of the messages whose place it took."""
    channels = {row.channel}
    while row.follows_id is not None:
        row = rows[row.follows_id]
        channels.add(row.channel)
    return channels


def _two_at_once(
    log: list[Line], rows: Mapping[int, Row], undelivered: Mapping[int, int]
) -> Iterator[str]:
    """What takes another's place leaves when that is over: it cannot arrive, or has long been
    unread."""
    left = {line.message_id: line for line in log}
    for row in rows.values():
        before = left.get(row.follows_id or 0)
        if before is None or before.message_id in undelivered or not before.arrived:
            continue
        if row.created_at - before.at < timedelta(hours=WAIT_HOURS[row.channel]):
            yield f"message {row.pk} was made {row.created_at - before.at} after {before}"
    for line in log:
        before = left.get(rows[line.message_id].follows_id or 0)
        if before is None or _cannot_arrive(before, line, rows, undelivered):
            continue
        if line.at - before.at < timedelta(hours=WAIT_HOURS[line.channel]):
            yield f"message {line.message_id} left {line.at - before.at} after {before}"


def _cannot_arrive(
    before: Line, later: Line, rows: Mapping[int, Row], undelivered: Mapping[int, int]
) -> bool:
    if rows[before.message_id].state == MessageState.REFUSED:
        return not before.arrived
    return undelivered.get(before.message_id, later.place) < later.place


def _over_caps(
    log: list[Line], rows: Mapping[int, Row], undelivered: Mapping[int, int]
) -> Iterator[str]:
    """One a day and a day apart, over all channels; what could not arrive is not counted."""
    contacts: dict[int, list[Line]] = defaultdict(list)
    for line in log:
        contacts[rows[line.message_id].customer_id].append(line)
    for customer, theirs in contacts.items():
        for before, later in pairwise(theirs):
            if not _cannot_arrive(before, later, rows, undelivered) and (
                later.at - before.at < APART
            ):
                yield f"customer {customer}: {before} and {later}"


def _after_read(rows: Mapping[int, Row]) -> Iterator[str]:
    for row in rows.values():
        before = rows.get(row.follows_id or 0)
        left = row.state in ("accepted", "delivered", "undelivered")
        if (
            before
            and left
            and before.read_at
            and row.claimed_at
            and before.read_at < row.claimed_at
        ):
            yield f"message {row.pk} left after {before.pk} was read"


def _two_followers(rows: Mapping[int, Row]) -> Iterator[str]:
    seen = set()
    for row in rows.values():
        for mark in (("follows", row.follows_id), ("channel", row.candidate_id, row.channel)):
            if mark in seen and row.follows_id is not None:
                yield f"message {row.pk} is a second one: {mark}"
            seen.add(mark)


def _not_over(rows: Mapping[int, Row]) -> Iterator[str]:
    for row in rows.values():
        if row.state not in FINAL and row.state != MessageState.ACCEPTED:
            yield f"message {row.pk} is still {row.state} ({row.reason})"
        if row.state in ("blocked", "cancelled", "expired") and not row.reason:
            yield f"message {row.pk} is {row.state} and nobody says why"
