"""What an import finds: loans under another number, and loans under the old number again."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from accounts.holds import service as holds
from accounts.intake.merging import move_rows
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import Hold, ImportFile, Loan, LoanMove

State = LoanMove.State
MOST_OF_A_FILE = 5_000
"""More at once is a renumbering: the rest is refused, and found again by the next file."""


class Found(NamedTuple):
    """A row whose loan we have under another customer number."""

    line: int
    row: LoanRow
    loan_id: int


def note(found: Sequence[Found], *, import_file: ImportFile, now: datetime) -> None:
    """Open a move for each, or bring the open one up to date; the loans are silent meanwhile.

    What two people have kept where it was is not opened again for the same number.
    """
    by_loan = {each.loan_id: each for each in found[:MOST_OF_A_FILE]}
    kept = LoanMove.objects.filter(loan__in=by_loan, state=State.KEPT)
    for loan_id, to_number in kept.values_list("loan_id", "to_number"):
        if loan_id in by_loan and by_loan[loan_id].row.customer_no == to_number:
            del by_loan[loan_id]
    known = LoanMove.objects.filter(loan__in=by_loan, state__in=[State.OPEN, State.ASKED])
    changed = list(known.select_for_update(no_key=True).order_by("pk"))
    for move in changed:
        each = by_loan.pop(move.loan_id)
        if move.to_number != each.row.customer_no and move.state == State.ASKED:
            move.state = State.OPEN  # what was answered was another question
        move.to_number, move.as_of, move.line = each.row.customer_no, each.row.as_of, each.line
        move.row, move.import_file = move_rows.as_text(each.row), import_file
    LoanMove.objects.bulk_update(
        changed, ["state", "to_number", "as_of", "line", "row", "import_file"]
    )
    open_all(list(by_loan.values()), import_file=import_file, now=now)


def open_all(found: Sequence[Found], *, import_file: ImportFile, now: datetime) -> None:

    owners = dict(
        Loan.objects.filter(pk__in=[each.loan_id for each in found]).values_list(
            "pk", "customer_id"
        )
    )
    silent = [
        Hold(
            customer_id=owners[each.loan_id],
            loan_id=each.loan_id,
            kind=Hold.Kind.LOAN_MOVE,
            reason=_("A newer file names this loan under another customer number."),
            source=f"import:{import_file.pk}",
            starts_at=now,
        )
        for each in found
    ]
    if silent:
        holds.place_all(silent)
    LoanMove.objects.bulk_create(
        LoanMove(
            loan_id=each.loan_id,
            from_customer_id=owners[each.loan_id],
            to_number=each.row.customer_no,
            row=move_rows.as_text(each.row),
            as_of=each.row.as_of,
            import_file=import_file,
            line=each.line,
            found_at=now,
            hold=hold,
        )
        for each, hold in zip(found, silent, strict=True)
    )


def waiting_loans() -> dict[str, datetime]:
    """Number → moment of the figures that asked; one query, mostly of nothing."""
    waiting = LoanMove.objects.filter(state__in=[State.OPEN, State.ASKED])
    return dict(waiting.values_list("loan__loan_no", "as_of"))


def withdraw(loan_numbers: Collection[str], *, now: datetime) -> None:
    """A newer file names these under the number we have: nothing is left to settle."""
    if not loan_numbers:
        return
    waiting = LoanMove.objects.filter(
        loan__loan_no__in=loan_numbers, state__in=[State.OPEN, State.ASKED]
    )
    hold_ids = [pk for pk in waiting.values_list("hold_id", flat=True) if pk is not None]
    waiting.update(state=State.WITHDRAWN, row=None, decided_at=now)
    reason = _("A newer file names the loan under its old customer number again.")
    holds.release_all(hold_ids, by=None, reason=reason, now=now)
