"""Every contact as SQL: texts that left, and calls; what caps and gaps are counted over again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any, NamedTuple

from django.db.models import Q

from messaging.models import Call, PolicyVersion
from messaging.models.in_force import policy_of
from messaging.models.message_states import CONTACTS
from messaging.policy.model import Policy
from messaging.report.parts import Check, Period


class Counted(NamedTuple):
    """Where contacts counted together are found: the rows, and the column they share."""

    rows: str
    who: str


BY_SCOPE = {
    "customer": Counted("contact", "customer_id"),
    "address": Counted("contact", "address_hash"),
    "account": Counted("about", "loan_id"),
}
# Whatever left counts as a contact, an answer to an opt-out too, but not what could not be
# delivered and whose place a message on another channel took; only reminders and calls are held
# to caps. A call's id is negative, so that a call and a text are never the same.
_CONTACTS = """
contact AS (
    SELECT m.id, 'message' AS kind, m.customer_id, m.address_hash, m.channel, m.content_class,
           r.policy_id, m.handed_over_at AS at, m.candidate_id,
           (%(lender)s::bigint IS NULL OR m.lender_id = %(lender)s) AS asked_about
    FROM messaging_message m LEFT JOIN messaging_run r ON r.id = m.run_id
    WHERE m.handed_over_at >= %(since)s - %(period)s AND m.handed_over_at < %(until)s
      AND m.state = ANY (%(contacts)s)
      AND NOT (m.state = 'undelivered' AND EXISTS (
          SELECT FROM messaging_message n
          WHERE n.follows_id = m.id AND n.state = ANY (%(contacts)s)))
    UNION ALL
    SELECT -c.id, c.kind, c.customer_id, c.address_hash, 'phone', '', c.policy_id, c.begun_at, NULL,
           (%(lender)s::bigint IS NULL OR EXISTS (
               SELECT FROM accounts_loan l
               WHERE l.customer_id = c.customer_id AND l.lender_id = %(lender)s))
    FROM messaging_call c
    WHERE c.begun_at >= %(since)s - %(period)s AND c.begun_at < %(until)s
)
"""
# Once for each loan a contact was about; for each of the customer's when nobody knows.
_ABOUT = """
, told AS (
    SELECT c.id, l.loan_id FROM contact c
    JOIN messaging_candidateloan l ON l.candidate_id = c.candidate_id
    UNION ALL
    SELECT c.id, (l ->> 'loan_id')::bigint FROM contact c
    JOIN messaging_call k ON c.id < 0 AND k.id = -c.id
    CROSS JOIN LATERAL jsonb_array_elements(k.facts -> 'loans') l
), about AS (
    SELECT c.*, t.loan_id FROM contact c JOIN told t USING (id)
    UNION ALL
    SELECT c.*, l.id FROM contact c JOIN accounts_loan l ON l.customer_id = c.customer_id
    WHERE NOT EXISTS (SELECT FROM told t WHERE t.id = c.id)
)
"""


def policies(period: Period) -> Iterator[tuple[int, Policy]]:
    """The policies of the runs whose messages left in the period, and of the calls begun in it."""
    texted = PolicyVersion.objects.filter(
        run__messages__handed_over_at__gte=period.since,
        run__messages__handed_over_at__lt=period.until,
    )
    called = Call.objects.filter(begun_at__gte=period.since, begun_at__lt=period.until)
    used = PolicyVersion.objects.filter(
        Q(pk__in=texted.values("pk")) | Q(pk__in=called.values("policy"))
    )
    for version in used.order_by("pk"):
        yield version.pk, policy_of(version)


def params_of(period: Period, span: timedelta) -> dict[str, Any]:
    return {**period.params(), "period": span, "contacts": list(CONTACTS)}


def columns_of(scope: str) -> dict[str, str]:
    return BY_SCOPE[scope]._asdict()


def contacts_of(scope: str) -> str:
    return _CONTACTS + (_ABOUT if BY_SCOPE[scope].rows == "about" else "")


def note(
    check: Check, found: int, ids: Sequence[int] | None, what: str, details: Sequence[object] | None
) -> None:
    """The first are listed, all are counted."""
    for contact_id, detail in zip(ids or (), details or (), strict=True):
        check.violated(_named(contact_id), what, detail)
    check.violation_count += found - len(ids or ())


def _named(contact_id: int) -> str:
    return f"message:{contact_id}" if contact_id > 0 else f"call:{-contact_id}"
