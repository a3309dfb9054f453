"""Opt-outs and holds: nothing began to leave while one was in force."""

from __future__ import annotations

from messaging.report.parts import Check, Period
from messaging.report.rows import HANDED, one, stream

SAME_MOMENT_SECONDS = 5
"""A row's time is set before its transaction commits, and the commit itself leaves no time behind.
What began this shortly after was most likely on the wire already; it is counted and listed, not
called a violation (DESIGN 4.2: at most one wave)."""

_SUPPRESSED = f"""
WITH {HANDED}
SELECT h.message_id, s.id, s.kind, extract(epoch FROM h.begun_at - s.at)::float
FROM handed h
JOIN messaging_message m ON m.id = h.message_id
JOIN messaging_suppression s ON s.channel = m.channel AND s.address_hash = m.address_hash
WHERE (m.content_class <> 'confirmation' OR m.declines_id IS NOT NULL) AND s.at < h.begun_at
  AND (s.lifted_at IS NULL OR s.lifted_at > h.begun_at)
ORDER BY h.message_id
"""  # noqa: S608
_HELD = f"""
WITH {HANDED}
SELECT h.message_id, o.id, o.kind, extract(epoch FROM h.begun_at - o.starts_at)::float
FROM handed h
JOIN messaging_message m ON m.id = h.message_id
JOIN accounts_hold o ON o.customer_id = m.customer_id
    AND (o.loan_id IS NULL OR EXISTS (
        SELECT FROM messaging_candidateloan c
        WHERE c.candidate_id = m.candidate_id AND c.loan_id = o.loan_id AND NOT c.left_out))
WHERE m.content_class NOT IN ('confirmation', 'answer', 'code') AND o.starts_at < h.begun_at
  AND (o.until IS NULL OR o.until > h.begun_at)
  AND (o.released_at IS NULL OR o.released_at > h.begun_at)
ORDER BY h.message_id
"""  # noqa: S608
_COUNT = f"""
WITH {HANDED}
SELECT count(*), count(DISTINCT m.address_hash)
FROM handed h JOIN messaging_message m ON m.id = h.message_id
"""  # noqa: S608
_IN_FORCE = """
SELECT count(*) FROM messaging_suppression
WHERE at < %(until)s AND (lifted_at IS NULL OR lifted_at > %(since)s)
"""

# From when the customer's words came in until the address was stopped, and until the last text
# that still began after they had come in.
_EFFECT = f"""
WITH {HANDED}, stopped AS (
    SELECT s.id, s.channel, s.address_hash, r.received_at,
        extract(epoch FROM s.at - r.received_at)::float AS took
    FROM messaging_suppression s JOIN messaging_reply r ON s.source = 'reply:' || r.id
    WHERE s.at >= %(since)s AND s.at < %(until)s
), begun AS (
    SELECT s.id, max(extract(epoch FROM h.begun_at - s.received_at))::float AS seconds
    FROM stopped s
    JOIN messaging_message m ON m.channel = s.channel AND m.address_hash = s.address_hash
    JOIN handed h ON h.message_id = m.id
    WHERE m.content_class <> 'confirmation' AND h.begun_at > s.received_at
    GROUP BY s.id
)
SELECT count(*), max(s.took), percentile_cont(0.5) WITHIN GROUP (ORDER BY s.took), max(b.seconds)
FROM stopped s LEFT JOIN begun b USING (id)
"""  # noqa: S608


def check(period: Period) -> Check:
    """No hand-over to an address began after its suppression, whoever's file it stands in."""
    check = in_force(Check("opt_outs"), _SUPPRESSED, "suppression", period)
    check.checked, addresses = one(_COUNT, period.params())
    (suppressed,) = one(_IN_FORCE, period.params())
    number, slowest, usual, last = one(_EFFECT, period.params())
    check.figures |= {
        "addresses": addresses,
        "suppressions_in_force": suppressed,
        "by_reply": number,
        "effect_seconds": {"median": usual, "slowest": slowest},
        "last_text_begun_after_seconds": last,
    }
    return check


def check_holds(period: Period) -> Check:
    """No hand-over to a customer began while a hold was in force: on the customer, or on a loan
    that the text named.

    Holds stop what we begin; what the customer asked is answered all the same.
    """
    check = in_force(Check("holds"), _HELD, "hold", period)
    check.checked, _addresses = one(_COUNT, period.params())
    return check


def in_force(check: Check, sql: str, kind: str, period: Period) -> Check:
    """What `sql` finds is a violation, unless it was on the wire at that very moment."""
    for message_id, row_id, why, seconds in stream(sql, period.params()):
        detail = f"{kind}:{row_id} {why}, {seconds:.1f} s before"
        if seconds > SAME_MOMENT_SECONDS:
            check.violated(f"message:{message_id}", f"after_{kind}", detail)
        else:
            check.doubt(f"message:{message_id}", "in_the_same_moment", detail)
    check.figures = {"in_the_same_moment": check.doubtful_count}
    return check
