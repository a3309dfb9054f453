"""The judge: what the gateways logged, against what was promised. Our tables come second.

Every finding is a sentence; a scenario is right when there is none.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.db.models import Count

from messaging.models import Attempt, Candidate, Message, Run
from messaging.models.choices import ContentClass
from messaging.models.message_states import FINAL, MessageState
from tests.faults.arrivals import Ban
from tests.faults.clock import Turning
from tests.faults.gateway import Line
from tests.faults.world import World

SHANGHAI = ZoneInfo("Asia/Shanghai")
OPENS, CLOSES = time(8), time(22)
MAY_BE_ON_HANDSETS = frozenset(
    {*FINAL, MessageState.ACCEPTED, MessageState.UNKNOWN} - {"blocked", "cancelled", "expired"}
)


@dataclass(frozen=True)
class Row:
    """What our tables say of a message in the end."""

    state: str
    reason: str
    customer_id: int
    address_hash: bytes
    run_id: int | None
    is_confirmation: bool


def findings(
    world: World, *, bans: Sequence[Ban] = (), gap_slack: timedelta = timedelta(seconds=5)
) -> list[str]:
    """All that is wrong, of a world that has come to rest."""
    lines = sorted(
        (line for gateway in world.gateways.values() for line in gateway.lines()),
        key=lambda line: line.at,
    )
    rows = _rows()
    return [
        *_unknown_ids(lines, rows),
        *_twice(lines),
        *_outside_windows(lines, rows, world.clock),
        *_after_bans(lines, bans),
        *_after_replies(world, lines, rows),
        *_over_caps(lines, rows, world.clock, gap_slack),
        *_not_final(rows),
        *_against_the_log(lines, rows),
        *_without_attempt(lines),
        *_totals(rows),
        *_deadlocks(world),
    ]


def _rows() -> dict[int, Row]:
    columns = (
        *("pk", "state", "reason", "customer_id", "address_hash", "run_id"),
        "content_class",
    )
    return {
        pk: Row(state, reason, customer, bytes(address), run, kind == ContentClass.CONFIRMATION)
        for pk, state, reason, customer, address, run, kind in Message.objects.values_list(*columns)
    }


def _unknown_ids(lines: Sequence[Line], rows: dict[int, Row]) -> Iterable[str]:
    for line in lines:
        if line.message_id not in rows:
            yield f"the gateway read message {line.message_id}, which our tables do not have"


def _twice(lines: Sequence[Line]) -> Iterable[str]:
    left: dict[int, Line] = {}
    for line in lines:
        before = left.get(line.message_id)
        if before is not None:
            yield (
                f"message {line.message_id} was handed over again after {line.at - before.at:.2f}"
                f" s: {before.request} and {line.request}"
            )
        if line.may_have_left:
            left[line.message_id] = line


def _outside_windows(lines: Sequence[Line], rows: dict[int, Row], clock: Turning) -> Iterable[str]:
    """An answer to an opt-out may leave at night, within its minutes."""
    for line in lines:
        seen = clock.may_have_been_seen_at(line.at)
        answers = line.message_id in rows and rows[line.message_id].is_confirmation
        if not answers and not any(_is_open(moment) for moment in seen):
            yield f"message {line.message_id} was read at {seen[1].astimezone(SHANGHAI):%F %T}"
        if min(seen) > line.not_after:
            yield (
                f"message {line.message_id} was read at {seen[1]:%T}, valid until"
                f" {line.not_after:%T}"
            )


def _is_open(moment: datetime) -> bool:
    return OPENS <= moment.astimezone(SHANGHAI).time() < CLOSES


def _after_bans(lines: Sequence[Line], bans: Sequence[Ban]) -> Iterable[str]:
    for ban in bans:
        _scope, _, only = ban.what.partition(":")
        for line in lines:
            if (
                ban.since < line.at < ban.until
                and line.message_id in ban.messages
                and line.message_id not in ban.on_the_wire
                and only in ("", line.gateway)
            ):
                yield f"message {line.message_id} left {line.at - ban.since:.2f} s after {ban.what}"


def _after_replies(world: World, lines: Sequence[Line], rows: dict[int, Row]) -> Iterable[str]:
    """Once the webhook has answered, nothing begins: after an opt-out, nor after what nobody has
    understood. A reply of which it is said that it silences nothing is neither."""
    begun: dict[int, datetime] = dict(
        Attempt.objects.order_by("begun_at").values_list("message_id", "begun_at")
    )
    to: dict[str, list[Line]] = defaultdict(list)
    for line in lines:
        to[line.to].append(line)
    for gateway in world.gateways.values():
        for reply in gateway.replies():
            if reply["status"] != 200 or not reply.get("silences", True):
                continue
            answered = reply["answered_at"]
            for line in to[reply["from"]]:
                if line.at > answered:
                    at = begun.get(line.message_id)
                    if not rows[line.message_id].is_confirmation and (
                        at is None or at > world.clock.seen_at(answered)
                    ):
                        late = line.at - answered
                        yield f"message {line.message_id} left {late:.2f} s after a reply"


def _over_caps(
    lines: Sequence[Line], rows: dict[int, Row], clock: Turning, slack: timedelta
) -> Iterable[str]:
    """One a day and a day apart, per customer and per number, whoever they stand with."""
    contacts: dict[tuple[str, object], list[tuple[datetime, int]]] = defaultdict(list)
    for line in lines:
        row = rows.get(line.message_id)
        if row is None or row.is_confirmation or not line.may_have_left:
            continue
        seen = clock.seen_at(line.at)
        contacts["customer", row.customer_id].append((seen, line.message_id))
        contacts["number", row.address_hash].append((seen, line.message_id))
    for (scope, _who), theirs in contacts.items():
        for (first, one), (second, other) in pairwise(theirs):
            if one != other and abs(second - first) < timedelta(hours=24) - slack:
                yield f"messages {one} and {other} to one {scope} within {second - first}"


def _not_final(rows: dict[int, Row]) -> Iterable[str]:
    for pk, row in rows.items():
        if row.state not in FINAL and row.state != MessageState.ACCEPTED:
            yield f"message {pk} is still {row.state} ({row.reason or 'no reason'})"
        elif row.state in FINAL - {"delivered", "undelivered"} and not row.reason:
            yield f"message {pk} is {row.state} and nobody says why"


def _against_the_log(lines: Sequence[Line], rows: dict[int, Row]) -> Iterable[str]:
    left = {line.message_id for line in lines if line.may_have_left}
    taken = {line.message_id for line in lines if line.taken}
    for pk, row in rows.items():
        if pk in taken and row.state == MessageState.REFUSED:
            yield f"message {pk} was taken, and our tables say refused ({row.reason})"
        if pk in left and row.state not in MAY_BE_ON_HANDSETS:
            yield f"message {pk} left, and our tables say {row.state} ({row.reason})"
        if pk not in taken and row.state in (MessageState.ACCEPTED, MessageState.DELIVERED):
            yield f"message {pk} is {row.state}, and the gateway never took it"


def _without_attempt(lines: Sequence[Line]) -> Iterable[str]:
    wanted = Counter(line.message_id for line in lines)
    kept = dict(
        Attempt.objects.values_list("message_id")
        .annotate(n=Count("pk"))
        .values_list("message_id", "n")
    )
    for pk, count in wanted.items():
        if kept.get(pk, 0) < count:
            yield f"message {pk} was handed over {count} times and has {kept.get(pk, 0)} attempts"


def _totals(rows: dict[int, Row]) -> Iterable[str]:
    by_run = Counter(row.run_id for row in rows.values())
    planned = Counter(Candidate.objects.filter(to_send=True).values_list("run_id", flat=True))
    for run in Run.objects.all():
        if by_run[run.pk] != planned[run.pk]:  # no message without a candidate, and none missing
            yield f"run {run.pk}: {planned[run.pk]} candidates, {by_run[run.pk]} messages"
        if run.state != Run.State.FINISHED:
            yield f"run {run.pk} is {run.state}, and nothing of it is left to send"


def _deadlocks(world: World) -> Iterable[str]:
    for log in (world.home / "logs").glob("*.log"):
        count = log.read_text(errors="replace").count("deadlock detected")
        if count:
            yield f"{count} deadlocks in {log.name}"
