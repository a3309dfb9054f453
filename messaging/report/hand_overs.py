"""Every hand-over of the period with what its check needs: in groups that are judged alike, and one
by one where a group has to be looked into."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from messaging.report.parts import Period
from messaging.report.rows import ANSWER, CONFIRMATION, HANDED, stream

# The zones seen are those of the decision in force; the zones on file are today's.
_EACH = """
each_one AS (
    SELECT h.message_id, h.begun_at, h.permit_until, m.channel, m.content_class,
        c.timezones, d.zones, d.outcome, COALESCE(r.policy_id, d.policy_id) AS policy_id,
        g.timeout_seconds, COALESCE(s.at, e.at, p.received_at) AS asked_at,
        EXISTS (SELECT 1 FROM accounts_consent n
                WHERE n.customer_id = m.customer_id AND n.kind = 'night_contact'
                  AND n.given_at <= h.begun_at
                  AND (n.recorded_by_id IS NULL OR n.confirmed_at <= h.begun_at)
                  AND (n.revoked_at IS NULL OR n.revoked_at > h.begun_at)) AS night_consent
    FROM handed h
    JOIN messaging_message m ON m.id = h.message_id
    LEFT JOIN accounts_customer c ON c.id = m.customer_id
    LEFT JOIN messaging_run r ON r.id = m.run_id
    LEFT JOIN messaging_gateway g ON g.id = h.gateway_id
    LEFT JOIN messaging_suppression s ON s.id = m.confirms_id
    LEFT JOIN messaging_educationdeclined e ON e.id = m.declines_id
    LEFT JOIN messaging_answer a ON a.message_id = m.id
    LEFT JOIN messaging_reply p ON p.id = a.reply_id
    LEFT JOIN LATERAL (
        SELECT x.outcome, x.policy_id,
            ARRAY(SELECT jsonb_array_elements_text(x.facts -> 'zones')) AS zones
        FROM (
            SELECT id, facts, outcome, policy_id FROM messaging_decision
            WHERE candidate_id = m.candidate_id AND at <= h.begun_at
            UNION ALL
            SELECT id, facts, outcome, policy_id FROM messaging_decision
            WHERE m.candidate_id IS NULL AND message_id = m.id AND at <= h.begun_at
        ) x ORDER BY x.id DESC LIMIT 1
    ) d ON true
)
"""
_ALIKE = """channel, content_class, timezones, zones, outcome, policy_id, timeout_seconds,
    night_consent"""
_ALL = f"""
WITH {HANDED}, {_EACH}
SELECT * FROM each_one
"""  # noqa: S608  (constants of ours)
_ROWS = f"""
{_ALL.strip()}
WHERE date_trunc('minute', begun_at) = ANY (%(minutes)s) OR content_class = ANY (%(alone)s)
ORDER BY message_id, begun_at
"""
_GROUPS = f"""
WITH {HANDED}, {_EACH}
SELECT date_trunc('minute', begun_at), {_ALIKE}, count(*), min(begun_at), max(begun_at),
    max(permit_until), COALESCE(bool_or(permit_until IS NULL OR begun_at >= permit_until), true)
FROM each_one WHERE content_class <> ALL (%(alone)s)
GROUP BY 1, {_ALIKE} ORDER BY 1, {_ALIKE}
"""  # noqa: S608
ALONE = (CONFIRMATION, ANSWER)
"""Judged by when the customer had written, so each by itself."""


class Alike(NamedTuple):
    """What decides about a hand-over beside its minute."""

    channel: str
    content_class: str
    zones_on_file: tuple[str, ...] | None
    zones_seen: tuple[str, ...] | None
    outcome: str | None
    policy_id: int | None
    timeout_seconds: int | None
    night_consent: bool


@dataclass(frozen=True, slots=True)
class HandOver:
    """`outcome` is that of the last decision before it, None when there is none. `asked_at`: when
    the opt-out, or end of useful knowledge, came in that it confirms, or the reply it answers."""

    message_id: int
    begun_at: datetime
    permit_until: datetime | None
    asked_at: datetime | None
    alike: Alike

    @property
    def about(self) -> str:
        return f"message:{self.message_id}"

    @property
    def group(self) -> tuple[datetime, Alike]:
        """Which group it is in."""
        return self.begun_at.replace(second=0, microsecond=0), self.alike


@dataclass(frozen=True, slots=True)
class Group:
    """Hand-overs of one minute that are alike. Windows begin and end with a minute, so all of them
    lie in one, or none does. `permit_at_fault`: one has none, or began after it."""

    minute: datetime
    alike: Alike
    count: int
    first: datetime
    last: datetime
    latest_permit: datetime | None
    permit_at_fault: bool

    @property
    def key(self) -> tuple[datetime, Alike]:
        return self.minute, self.alike


def groups(period: Period) -> Iterator[Group]:
    """All but those judged alone."""
    for minute, *rest in stream(_GROUPS, {**period.params(), "alone": list(ALONE)}):
        alike, figures = rest[: len(Alike._fields)], rest[len(Alike._fields) :]
        yield Group(minute, _alike(alike), *figures)


def hand_overs(
    period: Period, *, minutes: Sequence[datetime] | None, alone: bool = True
) -> Iterator[HandOver]:
    """One by one, in the order of the messages: all of these minutes, and those judged alone.
    `minutes` None: all there are, in no order."""
    params, sql = period.params(), _ALL
    if minutes is not None:
        sql = _ROWS
        params |= {"minutes": list(minutes), "alone": list(ALONE) if alone else []}
        params |= {} if alone else _around(period, minutes)
    for message_id, begun_at, permit_until, *rest in stream(sql, params):
        channel, content_class, on_file, seen, outcome, policy_id, timeout, asked_at, night = rest
        alike = _alike([channel, content_class, on_file, seen, outcome, policy_id, timeout, night])
        yield HandOver(message_id, begun_at, permit_until, asked_at, alike)


def _around(period: Period, minutes: Sequence[datetime]) -> dict[str, datetime]:
    """The part of the period in which these minutes lie, so that no other rows are read."""
    first, last = min(minutes, default=period.since), max(minutes, default=period.since)
    return {
        "since": max(period.since, first),
        "until": min(period.until, last + timedelta(minutes=1)),
    }


def _alike(columns: Sequence[object]) -> Alike:
    return Alike(*(tuple(each) if isinstance(each, list) else each for each in columns))  # type: ignore[arg-type]
