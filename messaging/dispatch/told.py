"""What a claimed text really tells: a loan it names no more is not booked as reminded."""

from __future__ import annotations

from collections.abc import Sequence

from messaging.dispatch.deciding import Decided
from messaging.outbox import sql as bulk


def note_left_out(claimed: Sequence[Decided]) -> None:
    """Mark the planned loans these texts leave out, and unmark those they name again. A text about
    one loan names it, so only those about several are looked at."""
    rows = []
    for each in claimed:
        planned = each.found.subject.loans
        if len(planned) < 2 or each.message.candidate_id is None:
            continue
        named = set(each.verdict.loan_ids)
        rows += [
            (each.message.candidate_id, loan.loan_id, loan.loan_id not in named) for loan in planned
        ]
    bulk.run(
        """
        UPDATE messaging_candidateloan cl SET left_out = v.left_out
        FROM (VALUES %s) AS v (candidate_id, loan_id, left_out)
        WHERE cl.candidate_id = v.candidate_id AND cl.loan_id = v.loan_id
          AND cl.left_out <> v.left_out
        """,
        rows,
        template="(%s::bigint, %s::bigint, %s::boolean)",
    )
