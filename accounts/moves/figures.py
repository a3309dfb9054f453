"""What the file said of a loan that moves, merged as an import would merge it."""

from collections.abc import Sequence
from datetime import datetime

from accounts.intake.merging import (
    consents,
    customers as people,
    fingerprints,
    staging_tables,
)
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.customers import Person, known_customers, merge_people
from accounts.intake.merging.file_figures import Counting
from accounts.intake.merging.loans import LoanMerge, merge_known_loans
from accounts.intake.parsing.shapes import LoanRow
from accounts.models import Lender, Loan, LoanMove


def customers_for(rows: Sequence[LoanRow], *, now: datetime) -> dict[str, int]:
    """The customers the file names, made where they are new: number → id."""
    staging_tables.create()
    lenders = lender_ids()
    known = known_customers(row.customer_no for row in rows)
    new = [row for row in rows if row.customer_no not in known]
    persons = [Person(row, fingerprints.of_person(row), lenders[row.lender]) for row in new]
    ids = merge_people(persons, {}, now=now)
    return {customer_no: customer.pk for customer_no, customer in known.items()} | ids


def take_over(moved: Sequence[tuple[LoanMove, LoanRow]], *, now: datetime) -> None:
    """Figures and person of each row, where it is not older than what we have since."""
    staging_tables.create()
    as_of = dict(
        Loan.objects.filter(pk__in=[move.loan_id for move, _row in moved]).values_list(
            "pk", "as_of"
        )
    )
    files = {move.import_file_id: move.import_file for move, _row in moved}
    for file_id, import_file in files.items():
        batch = [
            ReadRow(move.line, [], row, fingerprints.of_row(row))
            for move, row in moved
            if move.import_file_id == file_id and row.as_of >= as_of[move.loan_id]
        ]
        merge = LoanMerge(
            Tally(import_file), lenders=lender_ids(), counting=Counting(), now=now, write=True
        )
        merge.take(batch)
        consents.merge(import_file, now=now)
    merge_known_loans(now=now)
    people.merge_known_customers()


def lender_ids() -> dict[str, int]:
    return dict(Lender.objects.values_list("code", "pk"))
