"""What useful knowledge is decided by besides: consent, what came before, what is due next."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection

from messaging.models.message_reasons import LEFT_ALL_THE_SAME
from messaging.models.message_states import CONTACTS
from messaging.outbox.sql import fetch
from messaging.policy.facts import EducationFacts
from messaging.policy.model import Policy

_CONSENTS = """
SELECT customer_id, given_at FROM accounts_consent
WHERE customer_id = ANY (%s) AND kind = 'education' AND revoked_at IS NULL
"""
# A new consent of the same customer ends what they declined; nobody else's does. Where nobody knows
# which of several it was, each one's new consent ends it for them alone.
_DECLINED = """
SELECT d.channel, d.address_hash, max(d.at), bool_or(d.customer_id IS NOT NULL)
FROM messaging_educationdeclined d
WHERE d.address_hash = ANY (%s) AND NOT EXISTS (
    SELECT FROM accounts_consent c WHERE c.customer_id = d.customer_id AND c.kind = 'education'
    AND c.revoked_at IS NULL AND c.given_at > d.at)
GROUP BY 1, 2
"""
# OFFSET 0: as in holds_and_contacts.
_LATELY = """
SELECT m.customer_id, m.address_hash, m.content_class, m.state,
       COALESCE(m.handed_over_at, m.claimed_at), m.id
FROM unnest(%(people)s::bigint[]) AS k (customer_id)
CROSS JOIN LATERAL (
    SELECT * FROM messaging_message m WHERE m.customer_id = k.customer_id
    AND (m.claimed_at >= %(since)s OR m.state = 'queued') OFFSET 0) m
WHERE m.content_class IN ('education', 'collection_service')
  AND (m.state = ANY (%(states)s) OR m.reason = ANY (%(reasons)s) OR m.state = 'queued')
UNION
SELECT m.customer_id, m.address_hash, m.content_class, m.state,
       COALESCE(m.handed_over_at, m.claimed_at), m.id
FROM unnest(%(hashes)s::bytea[]) AS k (address_hash)
CROSS JOIN LATERAL (
    SELECT * FROM messaging_message m WHERE m.address_hash = k.address_hash
    AND (m.claimed_at >= %(since)s OR m.state = 'queued') OFFSET 0) m
WHERE m.content_class IN ('education', 'collection_service')
  AND (m.state = ANY (%(states)s) OR m.reason = ANY (%(reasons)s) OR m.state = 'queued')
UNION
SELECT c.customer_id, c.address_hash, 'collection_service', 'call', c.begun_at, -c.id
FROM messaging_call c WHERE c.customer_id = ANY (%(people)s) AND c.begun_at >= %(since)s
  AND c.kind = 'call' AND c.purpose = 'call'
"""
# What is due or overdue, and what falls due one day though nothing is billed for it yet.
_DUES = """
SELECT customer_id, min(due_date) FROM accounts_loan
WHERE customer_id = ANY (%s) AND (amount_due > 0 OR outstanding > 0 AND due_date >= %s)
GROUP BY customer_id
"""


class EducationRows:
    """What is known of a batch's customers and addresses."""

    def __init__(
        self,
        *,
        consented: Mapping[int, datetime],
        declined: Mapping[tuple[str, bytes], tuple[datetime, bool]],
        lately: Collection[tuple[Any, ...]],
        dues: Mapping[int, Any],
    ) -> None:
        self._consented, self._declined, self._dues = consented, declined, dues
        self._by_customer: dict[int, list[tuple[Any, ...]]] = {}
        self._by_address: dict[bytes, list[tuple[Any, ...]]] = {}
        for customer_id, address, *row in lately:
            self._by_customer.setdefault(customer_id, []).append(tuple(row))
            self._by_address.setdefault(bytes(address), []).append(tuple(row))

    def of(
        self,
        *,
        customer_id: int,
        channel: str,
        address: bytes | None,
        message_id: int | None,
        released_at: datetime | None,
    ) -> EducationFacts:
        """Of one customer at one address, apart from the message that is decided about."""
        rows = [
            row
            for row in (
                *self._by_customer.get(customer_id, ()),
                *(self._by_address.get(address, ()) if address else ()),
            )
            if row[3] != message_id
        ]
        gone = [row for row in rows if row[1] != "queued"]
        due = self._dues.get(customer_id)
        return EducationFacts(
            consented=customer_id in self._consented,
            declined=self._is_declined(customer_id, channel, address),
            last_at=max((at for kind, _s, at, _pk in gone if kind == "education"), default=None),
            reminded_at=max(
                (at for kind, _s, at, _pk in gone if kind != "education"), default=None
            ),
            reminder_waiting=any(
                kind != "education" and state == "queued" for kind, state, _at, _pk in rows
            ),
            next_dues=(due,) if due else (),
            released_at=released_at,
        )

    def _is_declined(self, customer_id: int, channel: str, address: bytes | None) -> bool:
        if address is None or (channel, address) not in self._declined:
            return False
        at, by_somebody_known = self._declined[channel, address]
        given = self._consented.get(customer_id)
        return by_somebody_known or given is None or given <= at


def education(
    *,
    customer_ids: Collection[int],
    address_hashes: Collection[bytes],
    policy: Policy,
    now: datetime,
) -> EducationRows:
    """Four queries; none without customers."""
    if not customer_ids:
        return EducationRows(consented={}, declined={}, lately=(), dues={})
    people, hashes = list(customer_ids), list(address_hashes)
    yesterday = now.astimezone(UTC).date() - timedelta(days=1)  # today or before, in every zone
    days = max(policy.education_gap_days, policy.education_apart_days)
    with connection.cursor() as cursor:
        cursor.execute(
            _LATELY,
            {
                "people": people,
                "hashes": hashes,
                "since": now - timedelta(days=days),
                "states": list(CONTACTS),
                "reasons": list(LEFT_ALL_THE_SAME),
            },
        )
        lately = cursor.fetchall()
    return EducationRows(
        consented=dict(fetch(_CONSENTS, people)),
        declined={
            (channel, bytes(address)): (at, known)
            for channel, address, at, known in fetch(_DECLINED, hashes)
        },
        lately=lately,
        dues=dict(fetch(_DUES, people, yesterday)),
    )
