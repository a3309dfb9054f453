"""Counting, lender by lender, what a file changes of what we knew."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal

from accounts.intake.merging import ones_files, staging_tables
from accounts.intake.merging.customers import KnownCustomer, addresses
from accounts.intake.merging.ledger import Figures
from accounts.intake.merging.unusual import (
    AMOUNT_FACTOR,
    GROWTH,
    LAST_FILES,
    OF_CALLS,
    OF_REPAYMENTS,
    FileFigures,
    Unusual,
    added,
    unusual,
)
from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring
from accounts.models import Customer, ImportFile
from accounts.privacy.errors import DecryptionError

NUMBERS = ("sms", "phone")


class Counting:
    """`by_lender`: code → figures, while a file is gone through."""

    def __init__(self) -> None:
        self.by_lender: defaultdict[str, FileFigures] = defaultdict(FileFigures)

    def new_loan(self, row: LoanRow) -> None:
        """One that is open from now on, and was not before."""
        self.by_lender[row.lender].new += row.outstanding > 0

    def known_loan(self, row: LoanRow, before: Figures, after: Figures) -> None:
        figures = self.by_lender[row.lender]
        figures.known += 1
        figures.named += before.outstanding > 0
        if before.amount_due != after.amount_due:
            figures.amounts += 1
            figures.far += of_another_order(before.amount_due, after.amount_due)
            figures.raised += after.amount_due > GROWTH * before.amount_due
        is_open_again = before.outstanding <= 0 < after.outstanding
        figures.new += is_open_again
        figures.grown += not is_open_again and after.outstanding > GROWTH * before.outstanding

    def people(
        self, rows: Sequence[LoanRow], changed: Sequence[tuple[LoanRow, KnownCustomer]]
    ) -> None:
        """`rows`: those of customers we knew. `changed`: those that say something else of them."""
        for row in rows:
            self.by_lender[row.lender].people += 1
        if not changed:
            return
        ids = [customer.pk for _row, customer in changed]
        names, numbers = names_of(ids), numbers_of(ids)
        keys = keyring()
        for row, customer in changed:
            figures = self.by_lender[row.lender]
            known = names.get(customer.pk)
            figures.names += known is not None and is_another(row.name, known, customer.pk)
            named = [
                keys.suppression_hash(address, channel)
                for channel, address, _confirmed in addresses(row)
                if channel in NUMBERS
            ]
            if named and numbers[customer.pk]:
                figures.phones += not numbers[customer.pk] & set(named)

    def finish(self, lenders: Mapping[str, int], *, written: bool) -> None:
        """Once all rows are read: how many loans were open of these lenders, by code. `written`:
        the new ones are in."""
        ids = {lenders[code]: code for code in lenders.keys() & self.by_lender.keys()}
        for lender_id, count in open_loans(ids):
            figures = self.by_lender[ids[lender_id]]
            figures.open = count - (figures.new if written else 0)


def is_another(name: str, known: bytes, customer_id: int) -> bool:
    """Whether a customer had another name so far; one that cannot be read was another."""
    try:
        return name != Customer.name.field.open(known, customer_id)
    except DecryptionError:
        return True


def of_another_order(before: Decimal, after: Decimal) -> bool:
    low, high = sorted((before, after))
    return low > 0 and high >= AMOUNT_FACTOR * low


def open_loans(lender_ids: Collection[int]) -> Iterable[tuple[int, int]]:
    if not lender_ids:
        return []
    found: list[tuple[int, int]] = [
        (lender_id, count)
        for lender_id, count in staging_tables.fetch(
            "SELECT lender_id, count(*) FROM accounts_loan"
            " WHERE lender_id = ANY(%s) AND outstanding > 0 GROUP BY lender_id",
            [list(lender_ids)],
        )
    ]
    return found


def names_of(customer_ids: Sequence[int]) -> dict[int, bytes]:
    found = staging_tables.fetch(
        "SELECT id, name_enc FROM accounts_customer WHERE id = ANY(%s)", [list(customer_ids)]
    )
    return {pk: bytes(sealed) for pk, sealed in found}


def numbers_of(customer_ids: Sequence[int]) -> defaultdict[int, set[bytes]]:
    """Hashes of the telephone numbers in use."""
    numbers: defaultdict[int, set[bytes]] = defaultdict(set)
    found = staging_tables.fetch(
        "SELECT customer_id, address_hash FROM accounts_contactpoint"
        " WHERE customer_id = ANY(%s) AND channel = ANY(%s) AND state <> 'retired'",
        [list(customer_ids), list(NUMBERS)],
    )
    for customer_id, address_hash in found:
        numbers[customer_id].add(bytes(address_hash))
    return numbers


def what_is_unusual(
    by_lender: Mapping[str, FileFigures], import_file: ImportFile, *, now: datetime
) -> list[dict[str, int | str]]:
    """Compared with the last files of that kind of each lender; and, together with the other files
    that this person uploaded today, with its last days. As it is kept with the file."""
    kind = import_file.kind
    among = OF_REPAYMENTS if kind == ImportFile.Kind.REPAYMENTS else None
    found: list[dict[str, int | str]] = []
    for code, figures in sorted(by_lender.items()):
        files = ImportFile.objects.filter(
            state=ImportFile.State.APPLIED, figures__has_key=code, by_key=None, kind=kind
        )
        told = files.order_by("-applied_at", "-pk").values_list("figures", flat=True)
        before = [of_lenders[code] for of_lenders in told[:LAST_FILES]]
        found += [
            {"lender": code, **Unusual._asdict(each)}
            for each in unusual(figures, before, among=among)
        ]
        if ones_files.is_a_persons(import_file):
            found += _with_todays(import_file, code, figures, found, now=now)
    return found


def _with_todays(
    import_file: ImportFile,
    code: str,
    figures: FileFigures,
    found: Sequence[Mapping[str, int | str]],
    *,
    now: datetime,
) -> list[dict[str, int | str]]:
    """Of what this file adds something to, and is not asked about by itself."""
    days = ones_files.days(import_file, code, now=now)
    if days is None:
        return []
    repayments = import_file.kind == ImportFile.Kind.REPAYMENTS
    among = OF_REPAYMENTS if repayments else OF_CALLS
    asked = {each["code"] for each in found if each["lender"] == code}
    mine = figures.as_json()
    told = unusual(added(days.today, figures), days.before, among=among)
    return [
        {"lender": code, **Unusual._asdict(each), "day": 1}
        for each in told
        if mine[each.code] and each.code not in asked
    ]
