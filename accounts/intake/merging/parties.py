"""Co-debtors and guarantors: people who answer for a loan that must be known by then.

Their rows may stand above that of the loan, so they are taken in a second pass.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from accounts.intake.merging import change_trail, deduplicate, staging_tables
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
from accounts.intake.merging.fingerprints import Prints
from accounts.intake.merging.first_mentions import Mention
from accounts.intake.merging.foreign import Foreign
from accounts.intake.merging.of_another_lender import of_another_lender
from accounts.intake.merging.second_person import SecondPerson
from accounts.intake.parsing.shapes import CellError, LoanRow

SEPARATOR = "\x1f"  # in no number: control characters are refused


class NamedLoan(NamedTuple):
    """A loan by its number: known (`pk`), or about to enter with this file."""

    pk: int | None
    debtor: str  # customer number


class Party(NamedTuple):
    """A row that enters; `known` is the fingerprint we have of it (None: new)."""

    row: LoanRow
    prints: Prints
    loan_id: int | None
    known: bytes | None


class PartyMerge:
    """Takes batches of rows that name another party than the debtor."""

    def __init__(
        self,
        tally: Tally,
        *,
        lenders: Mapping[str, int],
        now: datetime,
        write: bool,
        second: SecondPerson | None = None,
        foreign: Foreign | None = None,
    ) -> None:
        self._second = second
        self._tally = tally
        self._foreign = foreign or Foreign()
        self._lenders = lenders
        self._now = now
        self._write = write
        self._consents = ToldConsents(tally, lenders=lenders)

    def take(self, batch: Sequence[ReadRow]) -> None:
        self._tally.counts.read += len(batch)
        batch = self._foreign.refuse(batch, self._tally)
        rows = deduplicate.first_of_each(
            deduplicate.readable(batch, self._tally),
            self._tally,
            key=lambda read: f"{read.value.loan_no}{SEPARATOR}{read.value.customer_no}",
            mention=lambda read: Mention(read.line, ""),
            column="loan_no",
            code="duplicate_party",
        )
        parties, customers = self._decide(rows)
        if self._write:
            self._merge(parties, customers)
        self._tally.save()

    def _decide(self, rows: Sequence[ReadRow]) -> tuple[list[Party], dict[str, KnownCustomer]]:
        loans = named_loans(read.value.loan_no for read in rows)
        customers = known_customers(read.value.customer_no for read in rows)
        known = known_parties(loans, customers)
        new = [read for read in rows if _pair(read.value, loans, customers) not in known]
        others = of_another_lender(new, customers, self._lenders)
        good: list[ReadRow] = []
        for read in rows:
            row, loan = read.value, loans.get(read.value.loan_no)
            error = refusal(row, loan, customers.get(row.customer_no)) or others.get(read.line)
            if error:
                self._tally.refuse(read, error)
            else:
                good.append(read)
        accepted: list[Party] = []
        fresh = {read.line for read in good if _pair(read.value, loans, customers) not in known}
        held = self._second.look(good, customers, None, fresh) if self._second else ()
        for read in good:
            row, loan = read.value, loans.get(read.value.loan_no)
            if read.line in held:
                self._tally.refuse(read, CellError("", "needs_second"))
                continue
            pair = _pair(row, loans, customers)
            party = Party(row, read.prints, loan.pk if loan else None, known.get(pair))
            accepted.append(party)
            self._count(party)
        self._consents.look((read for read in good if read.line not in held), customers)
        return accepted, customers

    def _count(self, party: Party) -> None:
        if party.known is None:
            self._tally.counts.new += 1
        elif party.known == party.prints.row:
            self._tally.counts.unchanged += 1
        else:
            self._tally.counts.changed += 1

    def _merge(self, parties: Sequence[Party], customers: Mapping[str, KnownCustomer]) -> None:
        same = [party for party in parties if party.known == party.prints.row]
        note_still_named(map(self._person, same), customers)
        parties = [party for party in parties if party.known != party.prints.row]
        people = [self._person(party) for party in parties]
        ids = merge_people(people, customers, now=self._now)
        self._consents.lay_aside(people, ids)
        rows = [
            (party.loan_id, ids[party.row.customer_no], party.row.role, party.prints.row)
            for party in parties
        ]
        copy_rows("intake_party", ("loan_id", "customer_id", "role", "fingerprint"), rows)
        change_trail.note_parties()
        staging_tables.run(
            """
            INSERT INTO accounts_loanparty (loan_id, customer_id, role, fingerprint)
            SELECT loan_id, customer_id, role, fingerprint FROM intake_party
            ON CONFLICT (loan_id, customer_id)
            DO UPDATE SET role = EXCLUDED.role, fingerprint = EXCLUDED.fingerprint
            """
        )
        staging_tables.run("TRUNCATE intake_party")

    def _person(self, party: Party) -> Person:
        return Person(party.row, party.prints.person, self._lenders[party.row.lender])


def _pair(
    row: LoanRow, loans: Mapping[str, NamedLoan], customers: Mapping[str, KnownCustomer]
) -> tuple[int | None, int | None]:
    """Of a row, the ids of its loan and its customer; None: not known before."""
    loan, customer = loans.get(row.loan_no), customers.get(row.customer_no)
    return loan.pk if loan else None, customer.pk if customer else None


def named_loans(loan_nos: Iterable[str]) -> dict[str, NamedLoan]:
    """Loans that are known or stood in this file, by number; one query."""
    found = staging_tables.fetch(
        """
        SELECT w.loan_no, l.id, COALESCE(c.customer_no, s.content)
        FROM unnest(%s::text[]) w (loan_no)
        LEFT JOIN accounts_loan l ON l.loan_no = w.loan_no
        LEFT JOIN accounts_customer c ON c.id = l.customer_id
        LEFT JOIN intake_seen s ON s.key = w.loan_no
        WHERE l.id IS NOT NULL OR s.key IS NOT NULL
        """,
        [list(set(loan_nos))],
    )
    return {loan_no: NamedLoan(pk, debtor) for loan_no, pk, debtor in found}


def known_parties(
    loans: Mapping[str, NamedLoan], customers: Mapping[str, KnownCustomer]
) -> dict[tuple[int | None, int | None], bytes]:
    """(loan id, customer id) → fingerprint; one query."""
    found = staging_tables.fetch(
        "SELECT loan_id, customer_id, fingerprint FROM accounts_loanparty"
        " WHERE loan_id = ANY(%s) AND customer_id = ANY(%s)",
        [
            [loan.pk for loan in loans.values() if loan.pk],
            [customer.pk for customer in customers.values()],
        ],
    )
    return {(loan, customer): bytes(fingerprint) for loan, customer, fingerprint in found}


def refusal(
    row: LoanRow, loan: NamedLoan | None, customer: KnownCustomer | None
) -> CellError | None:
    if loan is None:
        return CellError("loan_no", "unknown_loan")
    if customer is not None and customer.erased:
        return CellError("customer_no", "customer_erased")
    if loan.debtor == row.customer_no:
        return CellError("role", "own_party")
    return None
