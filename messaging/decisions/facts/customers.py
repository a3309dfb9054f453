"""Customers and the addresses they can be written to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from messaging.decisions.facts.rows import CustomerRow, PointRow
from messaging.outbox.sql import fetch
from messaging.policy.facts import ContactPointFacts

TEXTED_AFTER = timedelta(days=7)
"""How long after a call that nobody answered texts go on. Our own proposal."""

_CUSTOMERS = """
SELECT c.id, c.customer_no, c.name_enc, c.salutation,
       COALESCE(NULLIF(c.wished_language, ''), c.language), c.timezones, c.wished_hours,
       c.wished_channel,
       CASE WHEN c.wished_channel = 'phone' THEN (
           SELECT CASE WHEN k.outcome = 'not_reached' THEN k.begun_at END
           FROM messaging_call k WHERE k.customer_id = c.id
             AND k.outcome NOT IN ('', 'not_made')
           ORDER BY k.begun_at DESC LIMIT 1) END,
       EXISTS (SELECT FROM accounts_consent n WHERE n.customer_id = c.id
               AND n.kind = 'night_contact' AND n.revoked_at IS NULL AND NOT n.waits),
       EXISTS (SELECT FROM accounts_consent n WHERE n.customer_id = c.id
               AND n.kind = 'electronic_contact' AND n.revoked_at IS NULL AND NOT n.waits),
       c.wished_channel NOT IN ('', 'sms', 'phone') AND EXISTS (
           SELECT FROM accounts_contactpoint p WHERE p.customer_id = c.id
           AND p.channel = c.wished_channel AND p.state = 'active'),
       EXISTS (SELECT FROM accounts_consent n WHERE n.customer_id = c.id
               AND n.kind = 'lock_screen' AND n.revoked_at IS NULL AND NOT n.waits)
FROM accounts_customer c WHERE c.id = ANY (%s)
"""
_POINTS = """
SELECT id, customer_id, channel, role, state, confirmed_on, address_hash, address_enc
FROM accounts_contactpoint WHERE customer_id = ANY (%s) OR id = ANY (%s)
ORDER BY seen_at DESC, id DESC
"""


# As above, and a text that the customer sent from the number confirms it on that day, where the
# lender is (12 CFR 1006.6(d)(5)(i)); not one that stops the number or says it is another's.
_POINTS_WITH_REPLIES = """
SELECT p.id, p.customer_id, p.channel, p.role, p.state,
       GREATEST(p.confirmed_on, (
           SELECT (r.received_at AT TIME ZONE %s)::date FROM messaging_reply r
           WHERE r.address_hash = p.address_hash AND r.channel = p.channel
             AND r.customer_id = p.customer_id AND NOT r.suppressed
           ORDER BY r.received_at DESC LIMIT 1)),
       p.address_hash, p.address_enc
FROM accounts_contactpoint p WHERE p.customer_id = ANY (%s) OR p.id = ANY (%s)
ORDER BY p.seen_at DESC, p.id DESC
"""


def customers(ids: Collection[int]) -> dict[int, CustomerRow]:
    """Customers by id, with the consents that have not been revoked. One query."""
    return {
        row[0]: CustomerRow(row[0], row[1], bytes(row[2]), row[3], row[4], tuple(row[5]), *row[6:])
        for row in fetch(_CUSTOMERS, list(ids))
    }


class Points:
    """The contact points of a batch: those asked for by id, and all of whom one is to be chosen."""

    def __init__(self, rows: Iterable[PointRow], roles: tuple[str, ...]) -> None:
        """`rows` newest seen first."""
        self._roles = roles
        self._by_id: dict[int, PointRow] = {}
        self._best: dict[tuple[int, str], PointRow] = {}
        for row in rows:
            self._by_id[row.id] = row
            key = (row.customer_id, row.channel)
            best = self._best.get(key)
            if best is None or (self._usable(row) and not self._usable(best)):
                self._best[key] = row

    def find(
        self, *, contact_point_id: int | None, customer_id: int | None, channel: str
    ) -> PointRow | None:
        """The one asked for; else the newest usable one; else the newest, which says why not."""
        if contact_point_id is not None:
            return self._by_id.get(contact_point_id)
        return None if customer_id is None else self._best.get((customer_id, channel))

    def _usable(self, row: PointRow) -> bool:
        return row.state == "active" and row.role in self._roles


def points(
    *,
    customer_ids: Collection[int],
    ids: Collection[int],
    roles: tuple[str, ...],
    replies_in: str | None = None,
) -> Points:
    """One query. `replies_in`: the zone whose days count, where replies confirm their numbers; the
    replies are read only for policies that ask how fresh a number is."""
    rows = (
        fetch(_POINTS_WITH_REPLIES, replies_in, list(customer_ids), list(ids))
        if replies_in
        else fetch(_POINTS, list(customer_ids), list(ids))
    )
    found = (
        PointRow(pk, customer_id, channel, role, state, confirmed_on, bytes(hashed), bytes(sealed))
        for pk, customer_id, channel, role, state, confirmed_on, hashed, sealed in rows
    )
    return Points(found, roles)


def channel_to_keep_to(
    customer: CustomerRow | None, now: datetime, channels: Collection[str]
) -> str:
    """The channel the customer asked for, where it can be kept to. Whoever asked for calls and did
    not answer the last one is texted for a while, rather than never reached. `channels`: those
    that have a gateway."""
    if customer is None:
        return ""
    missed = customer.missed_at
    if missed is not None and now - missed < TEXTED_AFTER:
        return ""
    return wish_to_keep_to(customer, channels)


def wish_to_keep_to(customer: CustomerRow, channels: Collection[str]) -> str:
    """Texts and calls can always be kept to; another channel with a gateway, and an address of this
    customer's that is in use."""
    wish = customer.wished_channel
    if wish in ("", "sms", "phone"):
        return wish
    return wish if customer.reached_as_wished and wish in channels else ""


def point_facts(point: PointRow | None) -> ContactPointFacts | None:
    """What a decision sees of an address: never the address."""
    if point is None:
        return None
    return ContactPointFacts(
        id=point.id, role=point.role, state=point.state, confirmed_on=point.confirmed_on
    )
