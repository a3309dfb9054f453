"""Which customers ever wrote to us."""

from collections.abc import Collection

from messaging.outbox.sql import fetch

_ANSWERED = """
SELECT id FROM unnest(%s::bigint[]) AS c (id)
WHERE EXISTS (SELECT FROM messaging_reply y WHERE y.customer_id = c.id)
"""


def ever_answered(customer_ids: Collection[int]) -> set[int]:
    """One query."""
    return {pk for (pk,) in fetch(_ANSWERED, list(customer_ids))}
