"""Loans of their debtors, merged by loan number, a batch at a time.

New loans are copied straight into their table; known ones are laid aside and get their new figures
by one update at the end. The same code checks (`write=False`): it decides and counts, no more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from accounts.intake.merging import change_trail, deduplicate, instalments, staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.consents import ToldConsents
from accounts.intake.merging.copy import copy_rows
from accounts.intake.merging.counts import Tally
from accounts.intake.merging.customers import (
    KnownCustomer,
    Person,
    known_customers,
    merge_people,
    note_still_named,
)
from accounts.intake.merging.file_figures import Counting
from accounts.intake.merging.fingerprints import Prints
from accounts.intake.merging.first_mentions import Mention
from accounts.intake.merging.foreign import Foreign
from accounts.intake.merging.known_loans import KnownLoan, known_loans
from accounts.intake.merging.ledger import Figures, figures_after
from accounts.intake.merging.moves_found import Found
from accounts.intake.merging.of_another_lender import of_another_lender
from accounts.intake.merging.products import Products
from accounts.intake.merging.second_person import SecondPerson
from accounts.intake.merging.spoilt_numbers import LostZeros, rounded
from accounts.intake.merging.two_people import two_people
from accounts.intake.parsing.shapes import CellError, LoanRow
from accounts.models.choices import Cause

FIGURES = ("lender_id", "product", "currency", "principal", "outstanding", "amount_due")
HISTORY = (
    *("due_date", "as_of", "instalments_paid", "instalments_paid_late", "cause"),
    *("officer_name", "fingerprint"),
)
NEW_COLUMNS = ("loan_no", "customer_id", *FIGURES, *HISTORY, "updated_at")
TOLD = ("told_outstanding", "told_due")
CHANGED_COLUMNS = ("id", *FIGURES, *TOLD, *HISTORY)


NONE_WAITING: Mapping[str, datetime] = {}


class Told(NamedTuple):
    """A row that enters, beside what we know of its loan (None: new)."""

    row: LoanRow
    prints: Prints
    loan: KnownLoan | None


class LoanMerge:
    """Takes batches of rows that name a debtor. `lenders` maps code → id.

    `moves_waiting`: loans of which somebody has to say whose they are, and the moment of the
    figures that asked. What the file says of that is left in the two attributes.
    """

    def __init__(
        self,
        tally: Tally,
        *,
        lenders: Mapping[str, int],
        counting: Counting,
        now: datetime,
        write: bool,
        moves_waiting: Mapping[str, datetime] = NONE_WAITING,
        second: SecondPerson | None = None,
        foreign: Foreign | None = None,
    ) -> None:
        self._tally = tally
        self._counting = counting
        self._lenders = lenders
        self._foreign = foreign or Foreign()
        self._now = now
        self._write = write
        self._waiting = dict(moves_waiting)
        self._second = second
        self.under_another_number: list[Found] = []
        self.as_before_again: set[str] = set()
        self._lost_zeros = {
            "customer_no": LostZeros("accounts_customer", "customer_no"),
            "loan_no": LostZeros("accounts_loan", "loan_no"),
        }
        self._products = Products()
        self._consents = ToldConsents(tally, lenders=lenders)

    def take(self, batch: Sequence[ReadRow]) -> None:
        self._tally.counts.read += len(batch)
        batch = self._foreign.refuse(batch, self._tally)
        # A second figure for a loan would be a guess: only the first row of each is taken.
        rows = deduplicate.first_of_each(
            deduplicate.readable(batch, self._tally),
            self._tally,
            key=lambda read: read.value.loan_no,
            mention=lambda read: Mention(read.line, read.value.customer_no),
            column="loan_no",
            code="duplicate_loan",
        )
        told, customers = self._decide(rows)
        if self._write:
            self._merge(told, customers)
        self._tally.save()

    def _decide(self, rows: Sequence[ReadRow]) -> tuple[list[Told], dict[str, KnownCustomer]]:
        """Count every row as new, changed, unchanged or bad; what is not bad comes back."""
        loans = known_loans([read.value.loan_no for read in rows])
        customers = known_customers(read.value.customer_no for read in rows)
        others = two_people(rows)
        brought = [read for read in rows if read.value.loan_no not in loans]
        others |= of_another_lender(brought, customers, self._lenders)
        spoilt = {
            "customer_no": self._spoilt("customer_no", rows, customers),
            "loan_no": self._spoilt("loan_no", rows, loans),
        }
        good: list[ReadRow] = []
        for read in rows:
            row, loan = read.value, loans.get(read.value.loan_no)
            errors = [
                CellError(column, found[number])
                for column, found in spoilt.items()
                if found and (number := getattr(row, column)) in found
            ]
            if read.line in others:
                errors.append(others[read.line])
            if not errors and (error := refusal(row, loan, customers.get(row.customer_no))):
                errors.append(error)
                if error.code == "other_customer" and loan is not None:
                    self.under_another_number.append(Found(read.line, row, loan.pk))
            if errors:
                self._tally.refuse(read, *errors)
                continue
            good.append(read)
        accepted: list[Told] = []
        held = self._second.look(good, customers, loans) if self._second else ()
        for read in good:
            row = read.value
            if read.line in held:
                self._tally.refuse(read, CellError("", "needs_second"))
                continue
            told = Told(row, read.prints, loans.get(row.loan_no))
            accepted.append(told)
            self._count(told)
            if row.loan_no in self._waiting and row.as_of >= self._waiting[row.loan_no]:
                self.as_before_again.add(row.loan_no)
        self._count_people(accepted, customers)
        new = {told.row.loan_no for told in accepted if says_more(told)}
        self._consents.look((read for read in good if read.value.loan_no in new), customers)
        return accepted, customers

    def _spoilt(
        self, column: str, rows: Sequence[ReadRow], known: Mapping[str, object]
    ) -> dict[str, str]:
        """Numbers not known to us that a spreadsheet has changed, and how."""
        new = {number for read in rows if (number := getattr(read.value, column)) not in known}
        found = dict.fromkeys(self._lost_zeros[column].among(new), "zeros_lost")
        return found | dict.fromkeys(rounded(new), "number_rounded")

    def _count(self, told: Told) -> None:
        if told.loan is None:
            self._tally.counts.new += 1
            self._counting.new_loan(told.row)
            return
        after = ledger_of(told.row, told.loan)
        self._counting.known_loan(told.row, told.loan.figures, after)
        if is_same(told, told.loan):
            self._tally.counts.unchanged += 1
        else:
            self._tally.counts.changed += 1

    def _count_people(self, rows: Sequence[Told], customers: Mapping[str, KnownCustomer]) -> None:
        if not customers:
            return
        known = [told for told in rows if told.row.customer_no in customers]
        changed = [
            (told.row, customer)
            for told in known
            if says_more(told)
            and told.prints.person != (customer := customers[told.row.customer_no]).fingerprint
        ]
        self._counting.people([told.row for told in known], changed)

    def _merge(self, rows: Sequence[Told], customers: Mapping[str, KnownCustomer]) -> None:
        # A row as it was says nothing new of its person, whatever another row said since.
        self._note_still_named(rows, customers)
        rows = [told for told in rows if told.loan is None or not is_untouched(told, told.loan)]
        people = [self._person(told) for told in rows if says_more(told)]
        ids = merge_people(people, customers, now=self._now)
        self._consents.lay_aside(people, ids)
        self._products.remember(
            ((self._lenders[told.row.lender], told.row.product) for told in rows), now=self._now
        )
        copy_rows("accounts_loan", NEW_COLUMNS, self._new_rows(rows, ids))
        self._lay_aside([(told, told.loan) for told in rows if told.loan is not None])
        instalments.lay_aside(told.row for told in rows if told.row.instalments)

    def _person(self, told: Told) -> Person:
        return Person(told.row, told.prints.person, self._lenders[told.row.lender])

    def _note_still_named(
        self, rows: Sequence[Told], customers: Mapping[str, KnownCustomer]
    ) -> None:
        """Of customers with other loans: one of those may name another address."""
        same = (
            told
            for told in rows
            if not says_more(told) and customers[told.row.customer_no].loans > 1
        )
        note_still_named(map(self._person, same), customers)

    def _new_rows(
        self, rows: Iterable[Told], ids: Mapping[str, int]
    ) -> Iterable[tuple[object, ...]]:
        for told in rows:
            if told.loan is None:
                row = told.row
                yield (
                    *(row.loan_no, ids[row.customer_no]),
                    *self._figures(row, row.outstanding, row.amount_due),
                    *history(told, cause=row.cause or Cause.UNKNOWN.value),
                    self._now,
                )

    def _lay_aside(self, changed: Sequence[tuple[Told, KnownLoan]]) -> None:
        rows = (
            (
                loan.pk,
                *self._figures(told.row, *(ledger := ledger_of(told.row, loan))),
                *as_told(told.row, ledger),
                *history(told),
            )
            for told, loan in changed
        )
        copy_rows("intake_loan", CHANGED_COLUMNS, rows)

    def _figures(
        self, row: LoanRow, outstanding: Decimal, amount_due: Decimal
    ) -> tuple[object, ...]:
        lender = self._lenders[row.lender]
        return (lender, row.product, row.currency, row.principal, outstanding, amount_due)


def merge_known_loans(*, now: datetime) -> None:
    """Take over what was laid aside, outside `index_probes`: it may be all the loans there are."""
    staging_tables.run("ANALYZE intake_loan")
    change_trail.note_loans()
    instalments.drop_old()
    staging_tables.run(UPDATE_LOANS, [now])
    instalments.merge()
    staging_tables.run("INSERT INTO intake_touched (loan_id) SELECT id FROM intake_loan")


# What a file leaves empty stays as it was: staff may have learned the cause since.
UPDATE_LOANS = """
    UPDATE accounts_loan l SET
        lender_id = s.lender_id,
        product = COALESCE(NULLIF(s.product, ''), l.product),
        currency = s.currency,
        principal = s.principal,
        outstanding = s.outstanding,
        amount_due = s.amount_due,
        told_outstanding = s.told_outstanding,
        told_due = s.told_due,
        due_date = s.due_date,
        as_of = s.as_of,
        instalments_paid = COALESCE(s.instalments_paid, l.instalments_paid),
        instalments_paid_late = COALESCE(s.instalments_paid_late, l.instalments_paid_late),
        cause = COALESCE(s.cause, l.cause),
        officer_name = COALESCE(NULLIF(s.officer_name, ''), l.officer_name),
        fingerprint = s.fingerprint,
        updated_at = %s
    FROM intake_loan s WHERE l.id = s.id
"""


def history(told: Told, *, cause: str | None = None) -> tuple[object, ...]:
    row = told.row
    paid = (row.instalments_paid, row.instalments_paid_late)
    return (row.due_date, row.as_of, *paid, cause or row.cause, row.officer_name, told.prints.row)


def refusal(
    row: LoanRow, loan: KnownLoan | None, customer: KnownCustomer | None
) -> CellError | None:
    """Why a readable row does not enter all the same."""
    if customer is not None and customer.erased:
        return CellError("customer_no", "customer_erased")
    if loan is None:
        return None
    if row.as_of < loan.as_of:
        known = loan.as_of.astimezone(row.as_of.tzinfo)
        return CellError("as_of", "out_of_date", {"known": known.isoformat(" ", "seconds")})
    if loan.customer_no != row.customer_no:
        return CellError("customer_no", "other_customer")
    return None


def ledger_of(row: LoanRow, loan: KnownLoan) -> Figures:
    """As told, less what came in since."""
    told = Figures(row.outstanding, row.amount_due)
    return figures_after(told, loan.payments, as_of=row.as_of, zone=loan.zone)


def as_told(row: LoanRow, ledger: Figures) -> tuple[Decimal | None, Decimal | None]:
    """TOLD: the figures of the file, where the ledger has others."""
    told = Figures(row.outstanding, row.amount_due)
    return (None, None) if told == ledger else (told.outstanding, told.amount_due)


def says_more(told: Told) -> bool:
    """Whether the row says anything the loan's last one did not."""
    return told.loan is None or told.prints.row != told.loan.fingerprint


def is_same(told: Told, loan: KnownLoan) -> bool:
    """Nothing that a text says would change; the figures may be newer."""
    return told.prints.row == loan.fingerprint and ledger_of(told.row, loan) == loan.figures


def is_untouched(told: Told, loan: KnownLoan) -> bool:
    """Not even newer: nothing to write."""
    return is_same(told, loan) and told.row.as_of == loan.as_of
