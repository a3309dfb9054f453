"""What each text of the last days did, from sums by run and day: five queries for all texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db import connection
from django.utils.timezone import get_default_timezone, localdate

from feedback.texts import sums
from feedback.texts.sums import ENDS
from messaging.models.message_states import LEFT, MessageState
from messaging.outbox.sql import fetch
from messaging.replies.intents import Intent

STOP = frozenset({Intent.OPT_OUT, Intent.OPT_OUT_REVIEW})

_SENT = f"""
WITH {ENDS}
SELECT e.template_version_id, e.state, sum(e.handed_over)::bigint, sum(e.segments)::bigint,
       sum(e.segments * l.price_per_segment), l.currency, max(e.last_at)
FROM ends e JOIN messaging_run r ON r.id = e.run_id JOIN accounts_lender l ON l.id = r.lender_id
WHERE e.template_version_id = ANY (%(versions)s) AND e.handed_over > 0
GROUP BY 1, 2, 6
"""  # noqa: S608
_REPLIES = """
SELECT version, intent, sum(number)::bigint FROM (
    SELECT template_version_id AS version, intent, number FROM feedback_repliesofday
    WHERE day >= %(first)s AND day < %(live)s
    UNION ALL
    SELECT m.template_version_id, p.intent, count(*)
    FROM messaging_reply p JOIN messaging_message m ON m.id = p.answers_id
    WHERE p.received_at >= %(live_since)s GROUP BY 1, 2
) s WHERE version = ANY (%(versions)s) GROUP BY 1, 2
"""
_COMPLAINTS = """
SELECT template_version_id, count(*) FROM feedback_complaint
WHERE opened_at >= %s AND template_version_id = ANY (%s) GROUP BY 1
"""


@dataclass(slots=True)
class Came:
    """What came of one version. `cost`: by currency, of what left; `replies`: by intent."""

    left: int = 0
    delivered: int = 0
    failed: int = 0
    segments: int = 0
    cost: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))
    replies: dict[str, int] = field(default_factory=dict)
    complaints: int = 0
    last_sent: datetime | None = None

    @property
    def share_delivered(self) -> float | None:
        """Of those whose end is known."""
        known = self.delivered + self.failed
        return self.delivered / known if known else None

    @property
    def answered(self) -> int:
        return sum(self.replies.values())

    @property
    def stops(self) -> int:
        """Replies that want no more texts."""
        return sum(number for intent, number in self.replies.items() if intent in STOP)

    def per_thousand(self, number: int) -> float | None:
        """Of texts that left."""
        return number * 1000 / self.left if self.left else None

    @property
    def complaints_per_thousand(self) -> float | None:
        return self.per_thousand(self.complaints)

    @property
    def stops_per_thousand(self) -> float | None:
        return self.per_thousand(self.stops)


def came_of(versions: Collection[int], *, since: datetime) -> Mapping[int, Came]:
    """By version id; each that was asked for is there."""
    ids = list(versions)
    found = {pk: Came() for pk in ids}
    if not ids:
        return found
    for pk, state, number, segments, cost, currency, last in _rows(
        _SENT, after=since.date() - timedelta(days=1), until=date.max, versions=ids
    ):
        _sent(found[pk], state, number, segments)
        if state in LEFT:
            found[pk].cost[currency] += cost
        found[pk].last_sent = max(filter(None, (found[pk].last_sent, last)), default=None)
    for pk, intent, number in _replies(ids, since):
        found[pk].replies[intent] = number
    for pk, number in fetch(_COMPLAINTS, since, ids):
        found[pk].complaints = number
    return found


def _replies(ids: list[int], since: datetime) -> list[tuple[Any, ...]]:
    """From the days that were counted, and from the replies since."""
    first = localdate(since)
    live = max(first, sums.replies_counted_until() or first)
    live_since = since
    if live > first:
        live_since = datetime.combine(live, time.min, get_default_timezone())
    return _rows(_REPLIES, versions=ids, first=first, live=live, live_since=live_since)


def _rows(sql: str, **values: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _sent(came: Came, state: str, number: int, segments: int) -> None:
    if state in LEFT:
        came.left += number
        came.segments += segments
    if state == MessageState.DELIVERED:
        came.delivered += number
    elif state in (MessageState.UNDELIVERED, MessageState.REFUSED):
        came.failed += number
