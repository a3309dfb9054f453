"""Every hand-over of the period with what its check needs, one row each."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from messaging.report.parts import Period
from messaging.report.rows import HANDED, stream

# The zones seen are those of the decision in force; the zones on file are today's.
_ROWS = f"""
WITH {HANDED}
SELECT h.message_id, h.begun_at, h.permit_until, m.channel, m.content_class,
       c.timezones, ARRAY(SELECT jsonb_array_elements_text(d.facts -> 'zones')), d.outcome,
       COALESCE(r.policy_id, d.policy_id), g.timeout_seconds,
       COALESCE(s.at, p.received_at, CASE WHEN m.content_class = 'code' THEN m.created_at END),
       EXISTS (SELECT 1 FROM accounts_consent n
               WHERE n.customer_id = m.customer_id AND n.kind = 'night_contact'
                 AND n.given_at <= h.begun_at
                 AND (n.revoked_at IS NULL OR n.revoked_at > h.begun_at))
FROM handed h
JOIN messaging_message m ON m.id = h.message_id
LEFT JOIN accounts_customer c ON c.id = m.customer_id
LEFT JOIN messaging_run r ON r.id = m.run_id
LEFT JOIN messaging_gateway g ON g.id = h.gateway_id
LEFT JOIN messaging_suppression s ON s.id = m.confirms_id
LEFT JOIN messaging_answer a ON a.message_id = m.id
LEFT JOIN messaging_reply p ON p.id = a.reply_id
LEFT JOIN LATERAL (
    SELECT x.facts, x.outcome, x.policy_id FROM (
        SELECT id, facts, outcome, policy_id FROM messaging_decision
        WHERE candidate_id = m.candidate_id AND at <= h.begun_at
        UNION ALL
        SELECT id, facts, outcome, policy_id FROM messaging_decision
        WHERE m.candidate_id IS NULL AND message_id = m.id AND at <= h.begun_at
    ) x ORDER BY x.id DESC LIMIT 1
) d ON true
ORDER BY h.message_id, h.begun_at
"""  # noqa: S608  (a constant of ours)


class HandOver(NamedTuple):
    """`outcome` is that of the last decision before it, None when there is none. `asked_at`: when
    the opt-out came in that it confirms, or the reply that it answers, or a code was asked for."""

    message_id: int
    begun_at: datetime
    permit_until: datetime | None
    channel: str
    content_class: str
    zones_on_file: list[str] | None
    zones_seen: list[str] | None
    outcome: str | None
    policy_id: int | None
    timeout_seconds: int | None
    asked_at: datetime | None
    night_consent: bool

    @property
    def about(self) -> str:
        return f"message:{self.message_id}"


def hand_overs(period: Period) -> Iterator[HandOver]:
    """Streamed, in the order of the messages."""
    for row in stream(_ROWS, period.params()):
        yield HandOver(*row)
