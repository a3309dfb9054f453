"""Decisions of the claim, stored when they say something new."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from django.db import connection
from django.db.backends.postgresql.psycopg_any import Jsonb

from messaging.decisions.record import freeze
from messaging.dispatch.deciding import Decided
from messaging.outbox import sql as bulk
from messaging.policy.decide import Said

_LAST = """
(SELECT DISTINCT ON (candidate_id) candidate_id, NULL::bigint, outcome, reason, until,
    engine_version, trace #> '{-1,4,loans}'
 FROM messaging_decision WHERE candidate_id = ANY (%s) ORDER BY candidate_id, id DESC)
UNION ALL
(SELECT DISTINCT ON (message_id) NULL::bigint, message_id, outcome, reason, until,
    engine_version, trace #> '{-1,4,loans}'
 FROM messaging_decision WHERE candidate_id IS NULL AND message_id = ANY (%s)
 ORDER BY message_id, id DESC)
"""


def store_new_verdicts(decided: Sequence[Decided], *, now: datetime) -> int:
    """Store each verdict that differs from the last one about its candidate; how many did."""
    last = _last_said(decided)
    new = [each for each in decided if not _is_known(each, last.get(_about(each)))]
    bulk.run(
        """
        INSERT INTO messaging_decision
            (candidate_id, message_id, phase, at, outcome, reason, until, policy_id,
             engine_version, facts, trace)
        VALUES %s
        """,
        [_row(each, now) for each in new],
        template="(%s, %s, 'claim', %s, %s, %s, %s, %s, %s, %s, %s)",
    )
    return len(new)


def _row(each: Decided, now: datetime) -> tuple[object, ...]:
    frozen = freeze(each.found.facts, each.verdict)
    return (
        each.message.candidate_id,
        each.message.id,
        now,
        each.verdict.outcome,
        each.verdict.reason,
        each.verdict.until,
        each.policy_id,
        each.verdict.engine_version,
        Jsonb(frozen.facts),
        Jsonb(frozen.trace),
    )


def _last_said(decided: Sequence[Decided]) -> dict[tuple[str, int], Said]:
    candidates = [e.message.candidate_id for e in decided if e.message.candidate_id]
    lone = [e.message.id for e in decided if not e.message.candidate_id]
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [candidates, lone])
        return {
            (("candidate", candidate_id) if candidate_id else ("message", message_id)): Said(
                outcome, reason, until, engine, tuple(json.loads(loans or "[]"))
            )
            for candidate_id, message_id, outcome, reason, until, engine, loans in cursor.fetchall()
        }


def _about(each: Decided) -> tuple[str, int]:
    candidate = each.message.candidate_id
    return ("candidate", candidate) if candidate else ("message", each.message.id)


def _is_known(each: Decided, last: Said | None) -> bool:
    return last is not None and each.verdict.is_same_as(last)
