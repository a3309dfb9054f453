"""What may stand in the way of a contact: holds, suppressions, earlier contacts."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Any

from messaging.models.message_reasons import LEFT_ALL_THE_SAME
from messaging.models.message_states import CONTACTS
from messaging.outbox.sql import fetch
from messaging.policy.facts import BOTH, HoldFacts, PastContact
from messaging.policy.model import Policy
from messaging.policy.rules.frequency import ACCOUNT

A_DAY_AND_MORE = 48
"""Hours that surely cover the recipient's calendar day, for caps per day."""

_HOLDS = """
SELECT customer_id, id, kind, starts_at, until, loan_id FROM accounts_hold
WHERE customer_id = ANY (%s) AND released_at IS NULL AND (until IS NULL OR until > %s)
ORDER BY id
"""
_SUPPRESSIONS = """
SELECT channel, address_hash, kind FROM messaging_suppression
WHERE address_hash = ANY (%s) AND lifted_at IS NULL
"""
# What could not be delivered counts as long as no message on another channel has taken its place.
_STILL_COUNTS = """
NOT (m.state = 'undelivered' AND (m.id = ANY (%s) OR EXISTS (
    SELECT FROM messaging_message n WHERE n.follows_id = m.id AND n.state = ANY (%s))))
"""
# Calls count with texts; their ids are negative, so that a call and a text are never the same.
# OFFSET 0 keeps the condition on the state outside: the statistics of a run that has just begun
# know of no message in these states, and would have all of them read first.
_CONTACTS = f"""
SELECT m.id, m.customer_id, m.address_hash, m.channel, COALESCE(m.handed_over_at, m.claimed_at),
       'message'
FROM unnest(%s::bigint[]) AS k (customer_id)
CROSS JOIN LATERAL (
    SELECT * FROM messaging_message m
    WHERE m.customer_id = k.customer_id AND m.claimed_at >= %s OFFSET 0
) m WHERE (m.state = ANY (%s) OR m.reason = ANY (%s)) AND {_STILL_COUNTS}
UNION
SELECT m.id, m.customer_id, m.address_hash, m.channel, COALESCE(m.handed_over_at, m.claimed_at),
       'message'
FROM unnest(%s::bytea[]) AS k (address_hash)
CROSS JOIN LATERAL (
    SELECT * FROM messaging_message m
    WHERE m.address_hash = k.address_hash AND m.claimed_at >= %s OFFSET 0
) m WHERE (m.state = ANY (%s) OR m.reason = ANY (%s)) AND {_STILL_COUNTS}
UNION
SELECT -c.id, c.customer_id, c.address_hash, 'phone', c.begun_at, c.kind
FROM messaging_call c WHERE c.customer_id = ANY (%s) AND c.begun_at >= %s
UNION
SELECT -c.id, c.customer_id, c.address_hash, 'phone', c.begun_at, c.kind
FROM messaging_call c WHERE c.address_hash = ANY (%s) AND c.begun_at >= %s
ORDER BY 5, 1
"""  # noqa: S608  (a condition of ours)


# A message of a run names its candidate's loans; any other, and a call about nothing in particular,
# is about none that is known.
_TEXTED_ABOUT = """
SELECT m.id, array_agg(l.loan_id) FROM messaging_message m
JOIN messaging_candidateloan l ON l.candidate_id = m.candidate_id
WHERE m.id = ANY (%s) GROUP BY m.id
"""
_CALLED_ABOUT = """
SELECT -c.id, array_agg((l ->> 'loan_id')::bigint)
FROM messaging_call c CROSS JOIN LATERAL jsonb_array_elements(c.facts -> 'loans') l
WHERE c.id = ANY (%s) GROUP BY c.id
"""


def holds(customer_ids: Collection[int], now: datetime) -> dict[int, tuple[HoldFacts, ...]]:
    """Holds in force by customer, those about one loan included. One query."""
    found: dict[int, tuple[HoldFacts, ...]] = {}
    rows = fetch(_HOLDS, list(customer_ids), now)
    for customer_id, pk, kind, starts_at, until, loan_id in rows:
        hold = HoldFacts(pk, kind, starts_at, until, loan_id)
        found[customer_id] = (*found.get(customer_id, ()), hold)
    return found


def suppressions(address_hashes: Collection[bytes]) -> dict[tuple[str, bytes], str]:
    """Kind of the suppression in force by (channel, address hash). One query."""
    rows = fetch(_SUPPRESSIONS, list(address_hashes))
    return {(channel, bytes(address)): kind for channel, address, kind in rows}


class Contacts:
    """Earlier contacts of a batch's customers and addresses."""

    def __init__(self, rows: list[tuple[Any, ...]], about: Mapping[int, tuple[int, ...]]) -> None:
        """`about`: the loans of a contact by its id, where they are known and asked for."""
        self._about = about
        self._by_customer: dict[int, list[tuple[Any, ...]]] = {}
        self._by_address: dict[bytes, list[tuple[Any, ...]]] = {}
        for pk, customer_id, address, channel, at, kind in rows:
            row = (pk, customer_id, bytes(address), channel, at, kind)
            if customer_id is not None:
                self._by_customer.setdefault(customer_id, []).append(row)
            self._by_address.setdefault(row[2], []).append(row)

    def of(
        self, *, customer_id: int | None, address: bytes | None, apart_from: int | None
    ) -> tuple[PastContact, ...]:
        """Contacts with this customer or at this address, oldest first."""
        mine = self._by_customer.get(customer_id, ()) if customer_id is not None else ()
        theirs = self._by_address.get(address, ()) if address is not None else ()
        if not mine and not theirs:
            return ()
        rows = {row[0]: row for row in (*mine, *theirs) if row[0] != apart_from}
        return tuple(
            PastContact(
                at=row[4],
                channel=row[3],
                scope=_scope(row, customer_id, address),
                kind=row[5],
                loan_ids=self._about.get(row[0], ()),
            )
            for row in sorted(rows.values(), key=lambda row: (row[4], row[0]))
        )


def contacts(
    *,
    customer_ids: Collection[int],
    address_hashes: Collection[bytes],
    since: datetime,
    by_account: bool = False,
    followed: Collection[int] = (),
) -> Contacts:
    """What left, or may have left, and whom somebody called, since then. One query, and two more
    for the loans they were about (`by_account`). `followed`: messages whose place those decided
    about take."""
    states, reasons = list(CONTACTS), list(LEFT_ALL_THE_SAME)
    rows = fetch(
        _CONTACTS,
        list(customer_ids),
        since,
        *(states, reasons, list(followed), states),
        list(address_hashes),
        since,
        *(states, reasons, list(followed), states),
        list(customer_ids),
        since,
        list(address_hashes),
        since,
    )
    return Contacts(rows, _about([row[0] for row in rows]) if by_account else {})


def _about(contact_ids: list[int]) -> dict[int, tuple[int, ...]]:
    if not contact_ids:
        return {}
    texts = fetch(_TEXTED_ABOUT, [pk for pk in contact_ids if pk > 0])
    calls = fetch(_CALLED_ABOUT, [-pk for pk in contact_ids if pk < 0])
    return {pk: tuple(sorted(loans)) for pk, loans in (*texts, *calls)}


def counts_accounts(policy: Policy) -> bool:
    """Whether any cap of the policy asks which loans a contact was about."""
    return any(cap.scope == ACCOUNT for cap in policy.caps)


def longest_period(policy: Policy) -> timedelta:
    """How far back contacts count for any cap or gap of the policy."""
    hours = [cap.hours or A_DAY_AND_MORE for cap in policy.caps]
    return timedelta(hours=max([*hours, policy.minimum_gap_hours, A_DAY_AND_MORE]))


def _scope(row: tuple[Any, ...], customer_id: int | None, address: bytes | None) -> str:
    if row[1] != customer_id:
        return "address"
    return BOTH if row[2] == address else "customer"
