"""Tranches at hand-over: of a run, no more begins to leave in a quarter-hour than its policy says.

A worker takes room for its batch at once; the row is counted up before anything leaves, so that a
worker that dies has used too much, never too little. What finds no room goes back to the next
quarter-hour that has some. Messages without a run (answers to an opt-out) are not counted.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from messaging.dispatch import record
from messaging.dispatch.claim import Claimed
from messaging.gateways.base import Outcome, Result
from messaging.models import Run, Tranche, in_force, message_reasons
from messaging.outbox import sql as bulk
from messaging.runs.quarters import QUARTER, quarter_of

_GOES_BACK = (Result.RETRY, Result.NOT_BEGUN)

# Rows are locked in the order of their runs, here and below.
_COUNT = """
WITH wanted AS (SELECT * FROM unnest(%(runs)s::bigint[], %(counts)s::int[]) AS w (run_id, n)),
locked AS (
    SELECT t.id, t.room, t.taken, w.n FROM messaging_tranche t JOIN wanted w USING (run_id)
    WHERE t.starts_at = %(at)s ORDER BY t.run_id FOR UPDATE OF t
)
UPDATE messaging_tranche t SET taken = LEAST(l.room, GREATEST(0, l.taken + l.n))
FROM locked l WHERE t.id = l.id
RETURNING t.run_id, t.taken - l.taken
"""
_OPEN = """
INSERT INTO messaging_tranche (run_id, starts_at, room, laid, taken) VALUES %s
ON CONFLICT (run_id, starts_at) DO NOTHING
"""
_LAY = """
INSERT INTO messaging_tranche AS t (run_id, starts_at, room, laid, taken) VALUES %s
ON CONFLICT (run_id, starts_at) DO UPDATE SET laid = t.laid + EXCLUDED.laid
"""
_ROW = "(%s, %s, %s, %s, 0)"


@dataclass
class Room:
    """What a worker may hand over in one quarter-hour; the rest of its batch was put back."""

    starts_at: datetime
    admitted: list[Claimed] = field(default_factory=list)

    def is_over(self, now: datetime) -> bool:
        """Whether `now` is in another quarter-hour; also when a clock was set back."""
        return quarter_of(now) != self.starts_at

    def release_unused(self, unused: Iterable[Claimed]) -> None:
        """Release the room of what did not leave after all."""
        counts = _by_run(unused)
        if counts:
            _count({run_id: -n for run_id, n in counts.items()}, self.starts_at)

    def release_requeued(self, wave: Sequence[Claimed], outcomes: Sequence[Outcome]) -> None:
        """Release the room of those of a wave that were requeued."""
        left = {outcome.message_id for outcome in outcomes if outcome.result not in _GOES_BACK}
        self.release_unused(each for each in wave if each.message_id not in left)


def take(batch: Sequence[Claimed], *, now: datetime) -> Room:
    """Room for as many of the batch as this quarter-hour still has, in their order."""
    starts_at = quarter_of(now)
    wanted = _by_run(batch)
    left = _count(wanted, starts_at) if wanted else {}
    missing = wanted.keys() - left.keys()
    if missing:
        bulk.run(_OPEN, [(*row, 0) for row in _sizes(missing, starts_at)], template=_ROW)
        left |= _count({run_id: wanted[run_id] for run_id in missing}, starts_at)
    room, full = Room(starts_at), []
    for each in batch:
        if each.run_id is None or each.run_id not in left:
            room.admitted.append(each)
        elif left[each.run_id]:
            left[each.run_id] -= 1
            room.admitted.append(each)
        else:
            full.append(each)
    if full:
        _requeue_later(full, starts_at, now)
    return room


def _by_run(messages: Iterable[Claimed]) -> Counter[int]:
    return Counter(each.run_id for each in messages if each.run_id is not None)


def _count(by_run: dict[int, int] | Counter[int], starts_at: datetime) -> dict[int, int]:
    """Move the counts of these runs; by how much each has moved. One statement, its own commit."""
    values: dict[str, Any] = {
        "runs": list(by_run),
        "counts": list(by_run.values()),
        "at": starts_at,
    }
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, values)
        return dict(cursor.fetchall())


def _sizes(run_ids: Iterable[int], starts_at: datetime) -> list[tuple[int, datetime, int]]:
    runs = Run.objects.filter(pk__in=list(run_ids), policy__isnull=False).select_related("policy")
    return [
        (run.pk, starts_at, in_force.policy_of(run.policy).tranche_size)
        for run in runs.order_by("pk")
        if run.policy is not None
    ]


def _requeue_later(full: Sequence[Claimed], starts_at: datetime, now: datetime) -> None:
    """Back to the queue, each to a quarter-hour that has room for it."""
    by_run: dict[int, list[Claimed]] = defaultdict(list)
    for each in full:
        by_run[each.run_id or 0].append(each)
    with transaction.atomic(durable=True):
        # Whoever puts off messages of the same run waits here.
        current = Tranche.objects.select_for_update().filter(run__in=by_run, starts_at=starts_at)
        room = dict(current.order_by("run_id").values_list("run_id", "room"))
        laid: list[tuple[object, ...]] = []
        later: dict[datetime, list[Claimed]] = defaultdict(list)
        for run_id in sorted(by_run):
            for at, part in _next_places(run_id, by_run[run_id], room[run_id], starts_at):
                laid.append((run_id, at, room[run_id], len(part)))
                later[at] += part
        bulk.run(_LAY, laid, template=_ROW)
        for at, part in later.items():
            wait = (at - now).total_seconds()
            record.requeue(part, reason=message_reasons.TRANCHE_FULL, now=now, wait_seconds=wait)


def _next_places(
    run_id: int, messages: list[Claimed], size: int, starts_at: datetime
) -> list[tuple[datetime, list[Claimed]]]:
    """The next quarter-hours into which less than their size was laid."""
    future = Tranche.objects.filter(run=run_id, starts_at__gt=starts_at)
    laid = dict(future.values_list("starts_at", "laid"))
    places, at = [], starts_at
    while messages:
        at += QUARTER
        free = max(0, size - laid.get(at, 0))
        if free:
            places.append((at, messages[:free]))
            messages = messages[free:]
    return places
