"""Which customer segments an episode is in: judged when it is first counted, and again for all when
the segment's conditions change; for good, whatever becomes of the customer."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import Lender
from messaging.models import Segment
from messaging.policy.segments.condition import Condition, Unreadable, read
from messaging.policy.segments.expression import expression
from messaging.segments.rows import OF_ASSIGNMENT

MOST_SEGMENTS = 20


@dataclass(frozen=True)
class Readable:
    """`mark`: changes with the conditions."""

    pk: int
    condition: Condition
    mark: str


def of_lender(lender: Lender) -> list[Readable]:
    found = []
    for segment in Segment.objects.filter(lender=lender).order_by("pk")[:MOST_SEGMENTS]:
        try:
            condition = read(segment.conditions)
        except Unreadable:
            continue
        written = json.dumps(segment.conditions, sort_keys=True).encode()
        found.append(Readable(segment.pk, condition, hashlib.sha256(written).hexdigest()[:16]))
    return found


def judge_new(segments: list[Readable]) -> None:
    """Of the episodes in `fresh_outcome` that were never counted."""
    if not segments:
        return
    parts: list[str] = []
    given: dict[str, Any] = {}
    for each in segments:
        where, parameters = expression(each.condition, name=f"s{each.pk}_")
        parts.append(f"CASE WHEN {where} THEN {each.pk} END")
        given |= parameters
    _run(
        f"""
        UPDATE fresh_outcome n
        SET segments = array_remove(ARRAY[{", ".join(parts)}]::int[], NULL)
        FROM messaging_assignment a CROSS JOIN LATERAL ({OF_ASSIGNMENT}) f
        WHERE a.id = n.assignment_id AND n.is_new
        """,  # noqa: S608  (what is asked for stands in the parameters)
        given,
    )


def judge_again(lender: Lender, segment: Readable) -> None:
    """Of all the lender's counted episodes."""
    where, given = expression(segment.condition)
    _run(
        f"""
        UPDATE feedback_episodeoutcome o
        SET segments = CASE WHEN {where} THEN array_append(o.segments, %(segment)s)
                            ELSE array_remove(o.segments, %(segment)s) END
        FROM messaging_assignment a CROSS JOIN LATERAL ({OF_ASSIGNMENT}) f
        WHERE a.id = o.assignment_id AND a.lender_id = %(lender)s
          AND {where} <> (%(segment)s = ANY (o.segments))
        """,  # noqa: S608
        {**given, "lender": lender.pk, "segment": segment.pk},
    )


def _run(sql: str, values: dict[str, Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
