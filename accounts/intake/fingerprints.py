"""Keyed fingerprints: tell a changed row from an unchanged one, where ciphertext never repeats.

`as_of` is in none of them: figures that are merely newer are the same figures.
"""

from typing import NamedTuple

from accounts.intake.facts import LoanRow
from accounts.keys import keyring
from accounts.models.choices import PartyRole


class Prints(NamedTuple):
    """Of the person a row names, and of the whole row."""

    person: bytes
    row: bytes


def of_row(row: LoanRow) -> Prints:
    """A debtor's row holds the loan; the row of another party says nothing of the loan itself."""
    person = of_person(row)
    return Prints(person, (of_loan if row.role == PartyRole.DEBTOR else of_party)(row, person))


def of_person(row: LoanRow) -> bytes:
    """Changes with anything the row says of the person and how to reach them."""
    return keyring().fingerprint(
        (
            row.customer_no,
            row.name,
            row.salutation,
            row.phone or "",
            row.email or "",
            row.wechat_id or "",
            row.language,
            "|".join(row.timezones),
            row.id_last4 or "",
        )
    )


def of_loan(row: LoanRow, person: bytes) -> bytes:
    """Changes with anything the row says, so that two rows of one person do not take turns."""
    return keyring().fingerprint(
        (
            person.hex(),
            row.loan_no,
            row.lender,
            row.product,
            row.currency,
            str(row.principal),
            str(row.outstanding),
            str(row.amount_due),
            row.due_date.isoformat(),
            str(row.instalments_paid),
            str(row.instalments_paid_late),
            row.cause or "",
        )
    )


def of_party(row: LoanRow, person: bytes) -> bytes:
    return keyring().fingerprint((person.hex(), row.loan_no, row.role))
