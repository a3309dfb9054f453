"""Rows of a file that take a second person: those that could turn somebody's texts to a stranger.

Another address of a customer we know, another secret (it opens the customer's page), another
product (texts name it), a debt far lower than it was; a time zone by which it would be day while
they sleep; in a file that a person uploads, somebody new to write to: a new customer with an
address, a guarantor or co-debtor whom the loan did not have. Who uploads does not confirm them
(`jobs.confirming`); a file of the machine's own enters without them (`hold`), and they wait in a
file of their own. Looked for in sets: two queries a batch.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from django.conf import settings

from accounts.intake.merging import staging_tables
from accounts.intake.merging.batches import ReadRow
from accounts.intake.merging.customers import KnownCustomer, addresses
from accounts.intake.merging.known_loans import KnownLoan
from accounts.intake.merging.ledger import Figures, figures_after
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
INSERT_ROWS = 1_000
NEW_ROWS = 1_000
"""So many of the new people are kept row by row; all of them are counted, and in the mark."""
_MARK_BYTES = 32
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
    """One pass over a file. `hold`: rows that need a second person are left out and kept."""

    def __init__(self, import_file: ImportFile, *, hold: bool) -> None:
        self._import_file = import_file
        self._hold = hold
        # Files that a core system hands over bring new people every day: a person's file is asked.
        self._typed = import_file.uploaded_by_id is not None and import_file.by_key_id is None
        self._marks: list[bytes] = []
        self._new: list[ImportChange] = []
        self._new_people = self._new_mark = 0
        self.held: list[list[str]] = []

    @property
    def count(self) -> int:
        return len(self._marks) + (self._new_people if self._asks_of_new else 0)

    def mark(self) -> str:
        """What was found, whatever its order: the same again is what somebody has confirmed."""
        marks = b"".join(sorted(self._marks))
        if self._asks_of_new:
            marks += self._new_mark.to_bytes(_MARK_BYTES, "big")
        return hashlib.sha256(marks).hexdigest() if marks else ""

    @property
    def _asks_of_new(self) -> bool:
        return self._new_people > settings.NEW_PEOPLE_ALONE

    def finish(self) -> None:
        """After the last row: whom the file brings anew is written down where it asks."""
        if self._asks_of_new:
            ImportChange.objects.bulk_create(self._new, batch_size=INSERT_ROWS)

    def look(
        self,
        rows: Sequence[ReadRow],
        customers: Mapping[str, KnownCustomer],
        loans: Mapping[str, KnownLoan],
        parties: Collection[int] = (),
    ) -> set[int]:
        """Of rows that could enter: the lines that do not, since they are held. `parties`: lines
        that name somebody whom the loan did not have beside its debtor."""
        known = _known(
            [
                customer.pk
                for read in rows
                if (customer := customers.get(read.value.customer_no))
                and read.prints.person != customer.fingerprint
            ]
        )
        found: list[ImportChange] = []
        lines: set[int] = set()
        for read in rows:
            customer, loan = customers.get(read.value.customer_no), loans.get(read.value.loan_no)
            if self._typed and (customer is None or read.line in parties):
                self._note_new(read, customer, party=read.line in parties)
            if loan is not None and loan.fingerprint == read.prints.row:
                continue
            changes = list(_of_loan(read.value, loan)) if loan else []
            if customer and customer.pk in known:
                changes += _of_person(read.value, known[customer.pk])
            elif customer is None and is_elsewhere(read.value.phone, read.value.timezones):
                changes.append(_zone("—", read.value))
            if changes and self._hold:
                lines.add(read.line)
                self.held.append(list(read.cells))
            elif changes:
                self._marks += [each.mark for each in changes]
                found += [self._row(read, each, customer, loan) for each in changes]
        ImportChange.objects.bulk_create(found, batch_size=INSERT_ROWS)
        return lines

    def _note_new(self, read: ReadRow, customer: KnownCustomer | None, *, party: bool) -> None:
        told = [(channel, address) for channel, address, _confirmed in addresses(read.value)]
        if not told and not party:
            return  # nobody can write to them
        said = "\x1f".join([read.value.loan_no, read.value.customer_no, *(a for _c, a in told)])
        mark = hashlib.sha256(said.encode()).digest()
        self._new_people += 1
        self._new_mark = (self._new_mark + int.from_bytes(mark, "big")) % 2 ** (8 * _MARK_BYTES)
        if len(self._new) < NEW_ROWS:
            shown = ", ".join(MASKS[channel](address) for channel, address in told) or "—"
            what = What.PARTY if party else What.PERSON
            change = _Change(what, "—", f"{read.value.loan_no} · {shown}", mark)
            self._new.append(self._row(read, change, customer, None))

    def _row(
        self,
        read: ReadRow,
        change: _Change,
        customer: KnownCustomer | None,
        loan: KnownLoan | None,
    ) -> ImportChange:
        return ImportChange(
            import_file=self._import_file,
            line=read.line,
            what=change.what,
            customer_id=customer.pk if customer else None,
            loan_id=loan.pk if loan else None,
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


def _zone(before: str, row: LoanRow) -> _Change:
    after = ", ".join(row.timezones)
    mark = hashlib.sha256(f"{row.customer_no}\x1f{after}".encode()).digest()
    return _Change(What.ZONE, before, after, mark)


def _of_loan(row: LoanRow, loan: KnownLoan) -> Iterator[_Change]:
    if row.product and row.product != loan.product:
        yield _Change(What.PRODUCT, loan.product, row.product, _mark(row, row.product))
    told = Figures(row.outstanding, row.amount_due)
    after = figures_after(told, loan.payments, as_of=row.as_of, zone=loan.zone)
    for before, now in zip(loan.figures, after, strict=True):
        if is_far_lower(before, now):
            shown = (money(before, row.currency), money(now, row.currency))
            yield _Change(What.AMOUNT, *shown, _mark(row, f"{now}"))
            return


def is_far_lower(before: Decimal, after: Decimal) -> bool:
    """Lower by a large amount and by a large part of it: more than instalments take off."""
    lowered = before - after
    share = before * settings.LOWERED_PERCENT / 100
    return lowered > settings.LOWERED_AMOUNT and lowered > share


def _mark(row: LoanRow, value: str) -> bytes:
    return hashlib.sha256(f"{row.loan_no}\x1f{value}".encode()).digest()


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
