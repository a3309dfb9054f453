"""Complaint files are kept as long as they must be, then erased: evidence and letters.

How long after the last answer is the policy's to say (`complaint_file_years`). What was there stays
on record: kind, size, hash, who and when. A file whose row says it is gone and that a crash left on
the disk is deleted by `evidence.sweep`.
"""

from __future__ import annotations

from datetime import datetime
from functools import partial

from django.db import connection, transaction

from accounts.models import Lender
from feedback.complaints import clocks, evidence_files
from feedback.models import ComplaintEvent
from feedback.models.complaint_file import RETENTION

AT_ONCE = 200
MOST_BATCHES = 100
"""In one day's round; what is left is taken up by the next."""

ERASED = "files_erased"

# Kept from the latest of: it came, the answer, the answer to the review. Nothing of a customer who
# has another complaint open is erased: the old one may be what the new one is about. Nor is what a
# legal hold keeps.
_DUE = """
SELECT f.id FROM {table} f
JOIN feedback_complaint c ON c.id = f.complaint_id
LEFT JOIN feedback_complaintreview r ON r.complaint_id = c.id
JOIN unnest(%(lenders)s::bigint[], %(years)s::int[]) AS kept (lender_id, years)
  ON kept.lender_id = COALESCE(c.lender_id, 0)
WHERE f.{there} AND f.{came} <= %(now)s - make_interval(years => %(fewest)s)
  AND c.state = 'resolved'
  AND GREATEST(f.{came}, c.resolved_at, r.decided_at) <= %(now)s
      - make_interval(years => kept.years)
  AND NOT EXISTS (SELECT FROM feedback_complaint o
                  WHERE o.customer_id = c.customer_id AND o.state <> 'resolved')
  AND NOT huancui_has_legal_hold(c.customer_id)
ORDER BY f.{came} LIMIT %(most)s FOR UPDATE OF f SKIP LOCKED
"""
_EVIDENCE = f"""
UPDATE feedback_evidence SET removed_at = %(now)s, removal_reason = %(reason)s
WHERE id = ANY (ARRAY(
    {_DUE.format(table="feedback_evidence", there="removed_at IS NULL", came="added_at")}))
RETURNING complaint_id, stored_as
"""  # noqa: S608 - constants only
_LETTERS = f"""
UPDATE feedback_letter SET erased_at = %(now)s, content_enc = NULL
WHERE id = ANY (ARRAY(
    {_DUE.format(table="feedback_letter", there="erased_at IS NULL", came="sent_at")}))
RETURNING complaint_id, ''
"""  # noqa: S608 - constants only


def erase_due(now: datetime) -> int:
    """Erase every file and letter whose time is over; how many. Twice is harmless, and so is dying
    half-way: each batch is one transaction."""
    years = _years_by_lender(now)
    return sum(_in_batches(statement, years, now) for statement in (_EVIDENCE, _LETTERS))


def _in_batches(statement: str, years: dict[int, int], now: datetime) -> int:
    erased = 0
    for _batch in range(MOST_BATCHES):
        count = _erase(statement, years, now)
        erased += count
        if count < AT_ONCE:
            break
    return erased


@transaction.atomic
def _erase(statement: str, years: dict[int, int], now: datetime) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            statement,
            {
                "now": now,
                "lenders": list(years),
                "years": list(years.values()),
                "fewest": min(years.values()),
                "most": AT_ONCE,
                "reason": RETENTION,
            },
        )
        rows = cursor.fetchall()
    ComplaintEvent.objects.bulk_create(
        ComplaintEvent(complaint_id=complaint_id, at=now, what=ERASED)
        for complaint_id in sorted({row[0] for row in rows})
    )
    for _complaint_id, stored_as in rows:
        if stored_as:
            transaction.on_commit(partial(evidence_files.remove, stored_as))
    return len(rows)


def _years_by_lender(now: datetime) -> dict[int, int]:
    """By the policy of each lender; a complaint of no lender (0) is kept as long as any."""
    years = {
        lender.pk: clocks.rules_for(lender, now).policy.complaint_file_years
        for lender in Lender.objects.all()
    }
    default = clocks.rules_for(None, now).policy.complaint_file_years
    return years | {0: max([default, *years.values()])}
