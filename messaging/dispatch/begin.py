"""The commit that puts a wave on the wire, leaving out what was cancelled, stopped or paused,
or whose gateway was closed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from messaging.dispatch import record, waves
from messaging.dispatch.claim import Claimed
from messaging.gateways.permit import Permit
from messaging.outbox import failpoints
from messaging.outbox.locks import STOPS

# The rows are locked in order of their ids, as everybody does who cancels messages; those that are
# left out, too, for the same commit puts them back. What is asked of a gateway, and whether there
# is any stop at all, is asked once a wave.
_BEGIN = """
WITH ours AS (
    SELECT m.id,
      (m.run_id IS NULL OR m.run_id = ANY (%(runs)s))
      AND (m.gateway_id, m.channel) IN (
        SELECT g.id, g.channel FROM messaging_gateway g WHERE g.open AND g.state = 'approved')
      AND (NOT EXISTS (SELECT FROM messaging_stop WHERE lifted_at IS NULL) OR NOT EXISTS (
        SELECT FROM messaging_stop s WHERE s.lifted_at IS NULL AND (
            s.scope = 'all'
            OR s.scope = 'lender' AND s.object_id = m.lender_id
            OR s.scope = 'run' AND s.object_id = m.run_id
            OR s.scope = 'template' AND EXISTS (
                SELECT FROM messaging_templateversion t
                JOIN messaging_template tt ON tt.id = t.template_id
                WHERE t.id = m.template_version_id AND s.object_id IN (tt.id, tt.variant_of_id))
            OR s.scope = 'version' AND s.object_id = m.template_version_id
            OR s.scope = 'gateway' AND s.object_id = m.gateway_id))) AS may_leave
    FROM messaging_message m
    WHERE m.id = ANY (%(ids)s) AND m.state = 'claimed' AND m.claim_token = %(token)s
    ORDER BY m.id
    FOR NO KEY UPDATE OF m
)
UPDATE messaging_message m
SET state = 'handing_over', permit_until = %(until)s, handed_over_at = %(now)s
FROM ours WHERE m.id = ours.id AND ours.may_leave
RETURNING m.id
"""
_LOCK_AND_COUNT = f"SELECT pg_advisory_xact_lock_shared(%(stops)s); {waves.RAISE.strip()}"
# Runs still released, or finished but for what takes the place of a message; locked, so that a
# pause waits for this commit or this sees the pause. The lock of the stops does the same for an
# emergency stop, of which there is no row yet to lock.
_RUNS = """
SELECT id FROM messaging_run WHERE id = ANY (%(runs)s) AND state IN ('released', 'finished')
ORDER BY id FOR SHARE
"""


def begin(wave: Sequence[Claimed], *, permit: Permit, now: datetime) -> list[Claimed]:
    """Move the wave to `handing_over`. This commit is "on the wire"; what it left out never is."""
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute(_LOCK_AND_COUNT, {"stops": STOPS, "sender": waves.sender(), "now": now})
        counted = cursor.fetchone()
        run_ids = list({each.run_id for each in wave if each.run_id})
        cursor.execute(_RUNS, {"runs": run_ids})
        runs = [row[0] for row in cursor.fetchall()]
        cursor.execute(
            _BEGIN,
            {
                "ids": [each.message_id for each in wave],
                "token": wave[0].token,
                "runs": runs,
                "until": permit.until,
                "now": now,
            },
        )
        begun = {row[0] for row in cursor.fetchall()}
        left_out = [each for each in wave if each.message_id not in begun]
        if left_out:
            record.requeue(left_out, reason="", now=now)
        failpoints.reach("handover.before_commit")
    waves.note(*counted)
    return [each for each in wave if each.message_id in begun]
