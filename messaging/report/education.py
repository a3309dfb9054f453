"""Useful knowledge: only to who agreed, seldom, far from the last reminder, never with a hold, and
from a plan that another person let go.

A reminder may follow a piece within days: of what comes due only with a later file nobody could
know, and a reminder waits for no piece. Each such case is counted and listed, so that somebody sees
whether it stays rare.
"""

from __future__ import annotations

from datetime import timedelta

from messaging.models import EducationPlan, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.models.message_states import CONTACTS
from messaging.report.opt_outs import SAME_MOMENT_SECONDS
from messaging.report.parts import Check, Period
from messaging.report.rows import one, stream

# Pieces have no run: `answers_by_hand_over` finds them among millions of reminders. Each try
# counts, and so does one that a crash left unrecorded; a message's own moment is its last one's.
_PIECES = """
WITH piece AS MATERIALIZED (
    SELECT m.id, h.begun_at, m.customer_id, m.channel, m.address_hash, m.claimed_at,
        p.planned_by_id, p.released_by_id, p.released_at, a.gap, a.apart
    FROM messaging_message m
    CROSS JOIN LATERAL (
        SELECT t.begun_at FROM messaging_attempt t
        WHERE t.message_id = m.id AND t.result <> 'not_begun'
        UNION SELECT m.handed_over_at WHERE m.state NOT IN ('queued', 'claimed', 'cancelled')
    ) h
    LEFT JOIN messaging_educationcandidate c ON c.message_id = m.id
    LEFT JOIN messaging_educationplan p ON p.id = c.plan_id
    LEFT JOIN unnest(%(policies)s::bigint[], %(gaps)s::interval[], %(aparts)s::interval[])
        a (policy_id, gap, apart) ON a.policy_id = p.policy_id
    WHERE m.run_id IS NULL AND m.content_class = 'education' AND m.handed_over_at >= %(since)s
      AND h.begun_at >= %(since)s AND h.begun_at < %(until)s
      AND (%(lender)s::bigint IS NULL OR m.lender_id = %(lender)s)
)
"""
_COUNT = f"{_PIECES} SELECT count(*), count(DISTINCT customer_id) FROM piece"  # noqa: S608
_UNASKED = f"""
{_PIECES}
SELECT p.id, extract(epoch FROM p.begun_at - max(n.revoked_at))::float
FROM piece p
LEFT JOIN accounts_consent n ON n.customer_id = p.customer_id AND n.kind = 'education'
    AND n.given_at <= p.begun_at
GROUP BY p.id, p.begun_at
HAVING NOT COALESCE(
    bool_or(n.revoked_at IS NULL OR n.revoked_at > p.begun_at) FILTER (WHERE n.id IS NOT NULL),
    false)
ORDER BY p.id
"""  # noqa: S608
# A new consent ends what the same customer declined; where nobody knows who it was, each one's own.
_DECLINED = f"""
{_PIECES}
SELECT p.id, d.id, extract(epoch FROM p.begun_at - d.at)::float
FROM piece p
JOIN messaging_educationdeclined d ON d.channel = p.channel AND d.address_hash = p.address_hash
    AND d.at < p.begun_at
WHERE NOT EXISTS (
    SELECT FROM accounts_consent n
    WHERE n.customer_id = COALESCE(d.customer_id, p.customer_id) AND n.kind = 'education'
      AND n.given_at > d.at AND n.given_at <= p.begun_at
      AND (n.revoked_at IS NULL OR n.revoked_at > p.begun_at))
ORDER BY p.id, d.id
"""  # noqa: S608
_HELD = f"""
{_PIECES}
SELECT p.id, o.id, o.kind, extract(epoch FROM p.begun_at - o.starts_at)::float
FROM piece p JOIN accounts_hold o ON o.customer_id = p.customer_id
WHERE o.starts_at < p.begun_at AND (o.until IS NULL OR o.until > p.begun_at)
  AND (o.released_at IS NULL OR o.released_at > p.begun_at)
ORDER BY p.id, o.id
"""  # noqa: S608
_RELEASED = f"""
{_PIECES}
SELECT id, CASE WHEN released_by_id IS NULL OR released_at > begun_at THEN 'released_by_nobody'
    ELSE 'released_by_its_planner' END
FROM piece
WHERE released_by_id IS NULL OR released_at > begun_at OR released_by_id = planned_by_id
ORDER BY id
"""  # noqa: S608
# OFFSET 0: customer and address each by their own index. Counted as the engine and the database
# count, from claim to claim.
_NEAR = f"""
{_PIECES}
SELECT DISTINCT p.id, m.id, m.content_class, p.claimed_at - m.claimed_at
FROM piece p CROSS JOIN LATERAL (
    (SELECT id, content_class, claimed_at, state FROM messaging_message
     WHERE customer_id = p.customer_id AND claimed_at < p.claimed_at
       AND claimed_at > p.claimed_at - %(longest)s OFFSET 0)
    UNION ALL
    (SELECT id, content_class, claimed_at, state FROM messaging_message
     WHERE address_hash = p.address_hash AND claimed_at < p.claimed_at
       AND claimed_at > p.claimed_at - %(longest)s OFFSET 0)
) m
WHERE m.id <> p.id AND m.state = ANY (%(contacts)s) AND (
    m.content_class = 'education' AND p.claimed_at - m.claimed_at < COALESCE(p.gap, %(gap)s)
    OR m.content_class = 'collection_service'
       AND p.claimed_at - m.claimed_at < COALESCE(p.apart, %(apart)s))
UNION
SELECT p.id, -c.id, 'call', p.claimed_at - c.begun_at
FROM piece p JOIN messaging_call c ON c.customer_id = p.customer_id
WHERE c.kind = 'call' AND c.purpose = 'call' AND c.begun_at < p.claimed_at
  AND p.claimed_at - c.begun_at < COALESCE(p.apart, %(apart)s)
ORDER BY 1, 2
"""  # noqa: S608
# Of the period are the reminders; their pieces may lie before it.
_FOLLOWED = """
SELECT m.id, p.id, m.claimed_at - p.claimed_at
FROM messaging_message p
JOIN messaging_message m ON m.customer_id = p.customer_id AND m.claimed_at >= p.claimed_at
    AND m.claimed_at < p.claimed_at + %(apart)s
WHERE p.content_class = 'education' AND p.run_id IS NULL AND p.state = ANY (%(contacts)s)
  AND p.handed_over_at >= %(since)s - %(apart)s AND p.handed_over_at < %(until)s
  AND m.content_class = 'collection_service' AND m.state = ANY (%(contacts)s)
  AND m.handed_over_at >= %(since)s AND m.handed_over_at < %(until)s
  AND (%(lender)s::bigint IS NULL OR m.lender_id = %(lender)s)
ORDER BY m.id, p.id
"""
GAP, APART = timedelta(days=30), timedelta(days=7)
"""What the database keeps whatever a policy says; a policy may ask for more."""


def check(period: Period) -> Check:
    """Every piece that began to leave, against consent, holds, and what came before it."""
    check = Check("education")
    params = period.params() | _allowed()
    check.checked, customers = one(_COUNT, params)
    for message_id, since in stream(_UNASKED, params):
        detail = "" if since is None else f"revoked {since:.1f} s before"
        _moment(check, f"message:{message_id}", "without_consent", since, detail)
    for message_id, declined, since in stream(_DECLINED, params):
        detail = f"declined:{declined}, {since:.1f} s before"
        _moment(check, f"message:{message_id}", "after_declining", since, detail)
    for message_id, hold, kind, since in stream(_HELD, params):
        detail = f"hold:{hold} {kind}, {since:.1f} s before"
        _moment(check, f"message:{message_id}", "after_hold", since, detail)
    for message_id, what in stream(_RELEASED, params):
        check.violated(f"message:{message_id}", what)
    for message_id, other, kind, ago in stream(_NEAR, params):
        what = "piece_too_soon" if kind == "education" else "reminder_too_near"
        before = f"call:{-other}" if kind == "call" else f"message:{other}"
        check.violated(f"message:{message_id}", what, f"{before}, {ago} before")
    followed = 0
    for message_id, piece, after in stream(_FOLLOWED, params):
        followed += 1
        check.doubt(f"message:{message_id}", "reminder_after_a_piece", f"message:{piece}, {after}")
    check.figures = {"customers": customers, "reminders_after_a_piece": followed}
    return check


def _moment(check: Check, about: str, what: str, seconds: float | None, detail: str) -> None:
    """What came this shortly before was most likely on the wire already."""
    if seconds is None or seconds > SAME_MOMENT_SECONDS:
        check.violated(about, what, detail)
    else:
        check.doubt(about, "in_the_same_moment", detail)


def _allowed() -> dict[str, object]:
    """The days of every policy under which useful knowledge was planned."""
    used = EducationPlan.objects.values("policy").distinct()
    policies = {
        version.pk: policy_of(version) for version in PolicyVersion.objects.filter(pk__in=used)
    }
    gaps = {pk: timedelta(days=policy.education_gap_days) for pk, policy in policies.items()}
    aparts = {pk: timedelta(days=policy.education_apart_days) for pk, policy in policies.items()}
    return {
        "policies": list(policies),
        "gaps": list(gaps.values()),
        "aparts": list(aparts.values()),
        "gap": GAP,
        "apart": APART,
        "longest": max((GAP, APART, *gaps.values(), *aparts.values())),
        "contacts": sorted(CONTACTS),
    }
