"""Who writes from a number, and which message they answer, for many numbers at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from messaging.models.message_states import LEFT
from messaging.outbox.sql import fetch

_LAST_SENT = """
SELECT v.hash, m.id, m.customer_id, m.lender_id, m.contact_point_id, m.language
FROM unnest(%s::bytea[]) AS v (hash) CROSS JOIN LATERAL (
    SELECT id, customer_id, lender_id, contact_point_id, language FROM messaging_message
    WHERE address_hash = v.hash AND channel = %s AND state = ANY (%s)
    ORDER BY claimed_at DESC, id DESC LIMIT 1
) AS m
"""


@dataclass(frozen=True, slots=True)
class Answered:
    """The last message that went, or may have gone, to a number."""

    message_id: int
    customer_id: int | None
    lender_id: int
    contact_point_id: int | None
    language: str


@dataclass(frozen=True, slots=True)
class Writer:
    """Whoever has a number. `files`: the customers in whose files it stands."""

    answered: Answered | None
    files: frozenset[int]

    @property
    def customer_id(self) -> int | None:
        """Whom the message was for; else the one customer with this number; else nobody knows."""
        if self.answered is not None and self.answered.customer_id is not None:
            return self.answered.customer_id
        return next(iter(self.files)) if len(self.files) == 1 else None

    @property
    def people(self) -> frozenset[int]:
        """Whoever was written to; with a number of several people, all of them."""
        return self.files if self.customer_id is None else frozenset({self.customer_id})

    @property
    def everybody(self) -> frozenset[int]:
        """Whoever may have written: all in whose files the number stands, and who was written to
        there although it no longer does."""
        return self.files | self.people


def behind(
    address_hashes: Collection[bytes], *, channel: str, files: Mapping[bytes, set[int]]
) -> dict[bytes, Writer]:
    """The writer of each number. `files` as `locks.customers_behind` has them."""
    rows = fetch(_LAST_SENT, list(address_hashes), channel, list(LEFT))
    answered = {bytes(address_hash): Answered(*columns) for address_hash, *columns in rows}
    return {
        address_hash: Writer(answered.get(address_hash), frozenset(files.get(address_hash, ())))
        for address_hash in address_hashes
    }
