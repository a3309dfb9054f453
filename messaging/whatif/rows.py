"""The candidates of the last days and the last decision about each, in shards by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from messaging.models import Decision, WhatIf

CHUNK = 1_000
SHARD = 20_000
"""Candidates one worker takes at a time: some seconds of work."""

_OF_ASKED = """
FROM messaging_candidate c JOIN messaging_run r ON r.id = c.run_id
WHERE (%(lender)s::bigint IS NULL OR r.lender_id = %(lender)s)
  AND r.planned_at >= %(since)s AND r.planned_at < %(until)s
"""
_ENDS = f"""
SELECT min(id), max(id), count(*) FROM (
    SELECT c.id, (row_number() OVER (ORDER BY c.id) - 1) / %(size)s AS shard {_OF_ASKED}
) s GROUP BY shard ORDER BY shard
"""  # noqa: S608
# The last decision about each candidate, by candidate, from one on; its lead loan comes first.
_NEXT = f"""
SELECT last.id, c.id, COALESCE(c.segments, 0), r.lender_id, c.customer_id, c.stage, c.tone, c.cause,
    c.language, c.habit, c.days_past_due, lead.amount_due, c.currency, lead.product,
    lead.officer_name, u.timezones,
    c.template_version_id, v.template_id, c.trial_id IS NOT NULL
FROM (SELECT c.* {_OF_ASKED} AND c.id > %(after)s AND c.id <= %(last)s
      ORDER BY c.id LIMIT %(most)s) c
JOIN messaging_run r ON r.id = c.run_id
JOIN accounts_customer u ON u.id = c.customer_id
LEFT JOIN messaging_templateversion v ON v.id = c.template_version_id
LEFT JOIN LATERAL (
    SELECT l.amount_due, o.product, o.officer_name
    FROM messaging_candidateloan l JOIN accounts_loan o
    ON o.id = l.loan_id WHERE l.candidate_id = c.id ORDER BY l.days_past_due DESC, l.id LIMIT 1
) lead ON true
CROSS JOIN LATERAL (
    SELECT id FROM messaging_decision WHERE candidate_id = c.id ORDER BY id DESC LIMIT 1
) last
ORDER BY c.id
"""  # noqa: S608


class Row(NamedTuple):
    """One candidate as it was planned. `segments` 0 without a text; `on_trial`: a trial gave it."""

    decision_id: int
    candidate_id: int
    segments: int
    lender_id: int
    customer_id: int
    stage: str
    tone: str
    cause: str
    language: str
    habit: str
    days_past_due: int
    amount_due: Decimal | None
    currency: str
    product: str | None
    officer_name: str | None
    zones: list[str]
    version_id: int | None
    template_id: int | None
    on_trial: bool


class Ends(NamedTuple):
    """Of a shard."""

    first: int
    last: int
    number: int


Chunk = list[tuple[Row, Decision]]


def shards(asked: WhatIf) -> list[Ends]:
    """One query."""
    return [Ends(*row) for row in _fetch(_ENDS, {**_asked(asked), "size": SHARD})]


def chunks(asked: WhatIf, first: int, last: int) -> Iterator[Chunk]:
    """Of one shard, in order; two queries a chunk. Without those whose facts were kept long
    enough."""
    after = first - 1
    while True:
        params = {**_asked(asked), "after": after, "last": last, "most": CHUNK}
        rows = [Row(*row) for row in _fetch(_NEXT, params)]
        if not rows:
            return
        decisions = Decision.objects.in_bulk([row.decision_id for row in rows])
        found = [(row, decisions[row.decision_id]) for row in rows]
        yield [(row, decision) for row, decision in found if decision.facts]
        after = rows[-1].candidate_id


def _asked(asked: WhatIf) -> dict[str, int | datetime | None]:
    return {"lender": asked.lender_id, "since": asked.since, "until": asked.until}


def _fetch(sql: str, params: dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
