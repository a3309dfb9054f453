"""What each text of the last days did, counted where it happened: four queries for all texts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from messaging.models.message import LEFT, MessageState
from messaging.outbox.sql import fetch
from messaging.replies.intents import Intent

STOP = frozenset({Intent.OPT_OUT, Intent.OPT_OUT_REVIEW})

# By the runs of the days: no index of messages begins with their text.
_SENT = """
SELECT m.template_version_id, m.state, count(*), COALESCE(sum(m.segments), 0),
       COALESCE(sum(m.segments * l.price_per_segment), 0), l.currency, max(m.handed_over_at)
FROM messaging_run r JOIN messaging_message m ON m.run_id = r.id
JOIN accounts_lender l ON l.id = m.lender_id
WHERE r.day >= %s AND m.template_version_id = ANY (%s) AND m.handed_over_at IS NOT NULL
GROUP BY 1, 2, 6
"""
_REPLIES = """
SELECT m.template_version_id, p.intent, count(*)
FROM messaging_reply p JOIN messaging_message m ON m.id = p.answers_id
WHERE p.received_at >= %s AND m.template_version_id = ANY (%s)
GROUP BY 1, 2
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
    for pk, state, number, segments, cost, currency, last in fetch(_SENT, since.date(), ids):
        _sent(found[pk], state, number, segments)
        if state in LEFT:
            found[pk].cost[currency] += cost
        found[pk].last_sent = max(filter(None, (found[pk].last_sent, last)), default=None)
    for pk, intent, number in fetch(_REPLIES, since, ids):
        found[pk].replies[intent] = number
    for pk, number in fetch(_COMPLAINTS, since, ids):
        found[pk].complaints = number
    return found


def _sent(came: Came, state: str, number: int, segments: int) -> None:
    if state in LEFT:
        came.left += number
        came.segments += segments
    if state == MessageState.DELIVERED:
        came.delivered += number
    elif state in (MessageState.UNDELIVERED, MessageState.REFUSED):
        came.failed += number
