"""Rows of a file that take a second person: those that could turn somebody's texts to a stranger.

Another address of a customer we know, another secret (it opens the customer's page), another
product, currency or lender (texts name them), a debt far lower than it was; a time zone by which it
would be day while they sleep. In a file that a person uploads besides: somebody new to write to (a
new customer with an address, a guarantor or co-debtor whom the loan did not have), and what would
make a false text go to a customer we know: a new loan, or one that is open again, an amount far
higher than it was, a due date moved forward, another code to pay with, a repayment that went back;
and how somebody is called and written to (`written_to`). Who uploads does not confirm them
(`jobs.confirming`); a file of the machine's own enters without them (`hold`), and they wait in a
file of their own. Looked for in sets: a few queries a batch.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings

from accounts.intake.merging import pay_codes, staging_tables, written_to
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.brought_anew import INSERT_ROWS, Anew, Newest, largest_loans
from accounts.intake.merging.customers import KnownCustomer, addresses
from accounts.intake.merging.known_loans import KnownLoan
from accounts.intake.merging.ledger import Figures, figures_after
from accounts.intake.merging.ones_files import (
    Brought,
    as_at_first,
    brought_today,
    first_figures,
)
from accounts.intake.merging.reversals import Original
from accounts.intake.merging.unusual import GROWTH
from accounts.intake.merging.zones_of_numbers import is_elsewhere
from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring
from accounts.models import ContactPoint, ImportChange, ImportFile
from accounts.privacy.errors import PrivacyError
from accounts.privacy.hiding import hides
from accounts.privacy.in_text import MASKS
from accounts.privacy.masks import HIDDEN
from accounts.rules.money import money

What = ImportChange.What
LONGEST = 200


@hides("before", "after")
class _Change(NamedTuple):
    """`mark` tells two values apart without telling either."""

    what: str
    before: str
    after: str
    mark: bytes


@hides("shown")
class _Known(NamedTuple):
    """Of a customer: hashes of the addresses in use, how they are shown, the secret's hash, the
    time zones in all of which it must be day."""

    hashes: set[bytes]
    shown: dict[str, list[str]]
    secret: bytes | None
    zones: tuple[str, ...]


class SecondPerson:
    """One pass over a file. `hold`: rows that need a second person are left out and kept.
    `lenders`: ids of those whose loans the file may name; None: all."""

    def __init__(
        self,
        import_file: ImportFile,
        *,
        hold: bool,
        now: datetime,
        lenders: Collection[int] | None = None,
    ) -> None:
        self._now = now
        self._lenders = lenders
        self._import_file = import_file
        self._hold = hold
        # Files that a core system hands over bring new people and loans every day: a person's file
        # is asked.
        self._typed = import_file.uploaded_by_id is not None and import_file.by_key_id is None
        self._marks: list[bytes] = []
        today = Brought()
        if self._typed and (settings.NEW_PEOPLE_ALONE or settings.NEW_LOANS_ALONE):
            today = brought_today(import_file, now=now)
        self._people = Anew(settings.NEW_PEOPLE_ALONE, before=today.people)
        self._loans = Anew(settings.NEW_LOANS_ALONE, before=today.loans)
        self._newest = Newest()
        self.held: list[list[str]] = []

    @property
    def count(self) -> int:
        return len(self._marks) + self._people.count + self._loans.count

    @property
    def brought(self) -> Brought:
        """All that is new, whether anybody is asked or not."""
        return Brought(self._people.all, self._loans.all)

    def mark(self) -> str:
        """What was found, whatever its order: the same again is what somebody has confirmed."""
        marks = b"".join(sorted(self._marks)) + self._people.mark() + self._loans.mark()
        return hashlib.sha256(marks).hexdigest() if marks else ""

    def finish(self) -> None:
        """After the last row: whom and what the file brings anew is written down where it asks."""
        self._people.keep()
        self._loans.keep()

    def look_at_reversals(self, gone_back: Sequence[tuple[ReadRow, Original]]) -> None:
        """Of a repayments file: what would be told as owed once more, though it had been paid."""
        if not self._typed:
            return
        rows = []
        for read, original in gone_back:
            before = f"{original.reference} · {original.paid_on} · {original.amount}"
            after = f"{-read.value.amount}"
            change = _Change(What.REVERSED, before, after, _mark_of(original.reference, after))
            self._marks.append(change.mark)
            rows.append(self._row(read, change, None, original.loan_id))
        ImportChange.objects.bulk_create(rows, batch_size=INSERT_ROWS)

    def look(
        self,
        rows: Sequence[ReadRow],
        customers: Mapping[str, KnownCustomer],
        loans: Mapping[str, KnownLoan] | None,
        parties: Collection[int] = (),
    ) -> set[int]:
        """Of rows that could enter: the lines that do not, since they are held. `loans` None: the
        rows name people beside the debtor; `parties`: lines of whom the loan did not have."""
        if self._typed:
            # Whom an earlier row of the file has brought is as new as in the check before.
            customers = self._newest.known(customers)
            self._note_anew(rows, customers, loans, parties)
        loans = loans or {}
        known = _known(
            [
                customer.pk
                for read in rows
                if (customer := customers.get(read.value.customer_no))
                and read.prints.person != customer.fingerprint
            ]
        )
        called = written_to.known(list(known)) if self._typed else {}
        crept = self._crept(rows, loans)
        codes = pay_codes.known(rows, loans) if self._typed else {}
        found: list[ImportChange] = []
        lines: set[int] = set()
        for read in rows:
            customer, loan = customers.get(read.value.customer_no), loans.get(read.value.loan_no)
            if loan is not None and loan.fingerprint == read.prints.row:
                continue
            changes: list[_Change] = []
            if loan is not None:
                before = [loan.figures, *crept.get(loan.pk, ())]
                changes += _of_loan(read.value, loan, before)
                if self._typed:
                    changes += _told_worse(read.value, loan, before)
                    changes += _pays_otherwise(read.value, codes.get(loan.pk, frozenset()))
                    changes += map(_marked, written_to.of_loan(read.value, loan))
            if customer and customer.pk in known:
                changes += _of_person(read.value, known[customer.pk])
                if customer.pk in called:
                    of_person = written_to.of_person(read.value, called[customer.pk])
                    changes += map(_marked, of_person)
            elif customer is None and is_elsewhere(read.value.phone, read.value.timezones):
                changes.append(_zone("—", read.value))
            if changes and self._hold:
                lines.add(read.line)
                self.held.append(list(read.cells))
            elif changes:
                self._marks += [each.mark for each in changes]
                loan_id = loan.pk if loan else None
                found += [self._row(read, each, customer, loan_id) for each in changes]
        ImportChange.objects.bulk_create(found, batch_size=INSERT_ROWS)
        return lines

    def _crept(
        self, rows: Sequence[ReadRow], loans: Mapping[str, KnownLoan]
    ) -> dict[int, tuple[Figures]]:
        """Of known loans that a person's file changes by more than interest: their figures before
        people's files began to change them, where others have lately."""
        if not self._typed:
            return {}
        changed = {
            loan.pk: loan
            for read in rows
            if (loan := loans.get(read.value.loan_no)) and _is_moved(read.value, loan)
        }
        first = first_figures(changed, now=self._now) if changed else {}
        return {pk: (as_at_first(changed[pk].figures, each),) for pk, each in first.items()}

    def _note_anew(
        self,
        rows: Sequence[ReadRow],
        customers: Mapping[str, KnownCustomer],
        loans: Mapping[str, KnownLoan] | None,
        parties: Collection[int],
    ) -> None:
        known: list[tuple[ReadRow, KnownCustomer, KnownLoan | None]] = []
        for read in rows:
            customer = customers.get(read.value.customer_no)
            is_party = read.line in parties
            if is_party or customer is None:
                self._note_person(read, customer, party=is_party)
            elif loans is not None and is_new(read.value, loan := loans.get(read.value.loan_no)):
                known.append((read, customer, loan))
        so_far = largest_loans({customer.pk for _, customer, _ in known}, self._lenders)
        for read, customer, loan in known:
            row, before = read.value, so_far.get(customer.pk, "—")
            after = f"{row.loan_no} · {money(row.outstanding, row.currency)}"
            said = [row.loan_no, row.customer_no, f"{row.outstanding}", f"{row.amount_due}"]
            loan_id = loan.pk if loan else None
            change = self._row(read, _Change(What.LOAN, before, after, b""), customer, loan_id)
            self._loans.note([*said, f"{row.due_date}"], change)

    def _note_person(self, read: ReadRow, customer: KnownCustomer | None, *, party: bool) -> None:
        told = [(channel, address) for channel, address, _confirmed in addresses(read.value)]
        if not told and not party:
            return  # nobody can write to them
        said = [read.value.loan_no, read.value.customer_no, *(address for _c, address in told)]
        shown = ", ".join(MASKS[channel](address) for channel, address in told) or "—"
        what = What.PARTY if party else What.PERSON
        change = _Change(what, "—", f"{read.value.loan_no} · {shown}", b"")
        self._people.note(said, self._row(read, change, customer, None))

    def _row(
        self,
        read: ReadRow,
        change: _Change,
        customer: KnownCustomer | None,
        loan_id: int | None,
    ) -> ImportChange:
        return ImportChange(
            import_file=self._import_file,
            line=read.line,
            what=change.what,
            customer_id=customer.pk if customer else None,
            loan_id=loan_id,
            before=change.before[:LONGEST],
            after=change.after[:LONGEST],
        )


def _of_person(row: LoanRow, known: _Known) -> Iterator[_Change]:
    keys = keyring()
    for channel, address, _confirmed in addresses(row):
        hashed = keys.suppression_hash(address, channel)
        if hashed not in known.hashes:
            before = ", ".join(known.shown.get(channel, [])) or "—"
            yield _Change(What.ADDRESS, before, MASKS[channel](address), hashed)
    if row.id_last4:
        secret = keys.hash_secret(row.id_last4, row.customer_no)
        if not keys.is_secret(known.secret, row.id_last4, row.customer_no):
            yield _Change(What.SECRET, HIDDEN if known.secret else "—", HIDDEN, secret)
    if not set(known.zones) <= set(row.timezones):
        yield _zone(", ".join(known.zones), row)


def _marked(told: written_to.Otherwise) -> _Change:
    mark = keyring().fingerprint((told.what, told.said))
    return _Change(told.what, told.before, told.after, mark)


def _zone(before: str, row: LoanRow) -> _Change:
    after = ", ".join(row.timezones)
    mark = hashlib.sha256(f"{row.customer_no}\x1f{after}".encode()).digest()
    return _Change(What.ZONE, before, after, mark)


def _is_moved(row: LoanRow, loan: KnownLoan) -> bool:
    """By more than interest, either way."""
    return any(
        now > GROWTH * before or before > GROWTH * now
        for before, now in zip(loan.figures, Figures(row.outstanding, row.amount_due), strict=True)
    )


def _of_loan(row: LoanRow, loan: KnownLoan, known: Sequence[Figures]) -> Iterator[_Change]:
    """`known`: its figures as they are, and as they were before they began to be changed."""
    if row.product and row.product != loan.product:
        yield _Change(What.PRODUCT, loan.product, row.product, _mark(row, row.product))
    if row.currency != loan.currency:
        yield _Change(What.CURRENCY, loan.currency, row.currency, _mark(row, row.currency))
    if row.lender != loan.lender:
        yield _Change(What.LENDER, loan.lender, row.lender, _mark(row, row.lender))
    told = Figures(row.outstanding, row.amount_due)
    after = figures_after(told, loan.payments, as_of=row.as_of, zone=loan.zone)
    for figures in known:
        for before, now in zip(figures, after, strict=True):
            if is_far_lower(before, now):
                shown = (money(before, row.currency), money(now, row.currency))
                yield _Change(What.AMOUNT, *shown, _mark(row, f"{now}"))
                return


def _told_worse(row: LoanRow, loan: KnownLoan, known: Sequence[Figures]) -> Iterator[_Change]:
    if is_new(row, loan):
        return
    told = Figures(row.outstanding, row.amount_due)
    after = figures_after(told, loan.payments, as_of=row.as_of, zone=loan.zone)
    for figures in known:
        for before, now in zip(figures, after, strict=True):
            if is_far_higher(before, now, outstanding=figures.outstanding):
                shown = (money(before, row.currency), money(now, row.currency))
                yield _Change(What.RAISED, *shown, _mark(row, f"{now}"))
                return
    if row.due_date < loan.due_date and after.amount_due > 0:
        shown = (f"{loan.due_date}", f"{row.due_date}")
        yield _Change(What.DUE, *shown, _mark(row, f"{row.due_date}"))


def _pays_otherwise(row: LoanRow, known: frozenset[str]) -> Iterator[_Change]:
    """A link leads to the lender's own host; a code, to whoever it was given for."""
    for code in sorted(pay_codes.of_row(row) - known):
        before = ", ".join(map(pay_codes.tail, sorted(known))) or "—"
        yield _Change(What.PAY_CODE, before, pay_codes.tail(code), _mark(row, code))


def is_new(row: LoanRow, loan: KnownLoan | None) -> bool:
    """Something is owed from now on of which nothing was before."""
    return row.outstanding > 0 and (loan is None or loan.figures.outstanding <= 0)


def is_far_higher(before: Decimal, after: Decimal, *, outstanding: Decimal) -> bool:
    """Higher by more than the next instalment and its interest make it; where nothing was due, by
    more than all that was outstanding."""
    if before <= 0:
        return after > GROWTH * outstanding
    return after > before * (100 + settings.RAISED_PERCENT) / 100


def is_far_lower(before: Decimal, after: Decimal) -> bool:
    """Lower by a large amount and by a large part of it: more than instalments take off."""
    lowered = before - after
    share = before * settings.LOWERED_PERCENT / 100
    return lowered > settings.LOWERED_AMOUNT and lowered > share


def _mark(row: LoanRow, value: str) -> bytes:
    return _mark_of(row.loan_no, value)


def _mark_of(number: str, value: str) -> bytes:
    return hashlib.sha256(f"{number}\x1f{value}".encode()).digest()


def _known(customer_ids: Sequence[int]) -> dict[int, _Known]:
    """What we have of these customers; two queries."""
    if not customer_ids:
        return {}
    hashes: defaultdict[int, set[bytes]] = defaultdict(set)
    shown: defaultdict[int, dict[str, list[str]]] = defaultdict(dict)
    for pk, customer_id, channel, sealed, hashed in staging_tables.fetch(
        "SELECT id, customer_id, channel, address_enc, address_hash FROM accounts_contactpoint"
        " WHERE customer_id = ANY(%s) AND state <> 'retired' ORDER BY id",
        [list(customer_ids)],
    ):
        hashes[customer_id].add(bytes(hashed))
        shown[customer_id].setdefault(channel, []).append(_masked(channel, sealed, pk))
    secrets = staging_tables.fetch(
        "SELECT id, id_last4_hash, timezones FROM accounts_customer WHERE id = ANY(%s)",
        [list(customer_ids)],
    )
    return {
        pk: _Known(hashes[pk], shown[pk], None if secret is None else bytes(secret), tuple(zones))
        for pk, secret, zones in secrets
    }


def _masked(channel: str, sealed: memoryview, pk: int) -> str:
    try:
        return MASKS[channel](ContactPoint.address.field.open(sealed, pk))
    except PrivacyError:
        return HIDDEN
