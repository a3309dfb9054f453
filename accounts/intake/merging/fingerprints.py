"""Keyed fingerprints: tell a changed row from an unchanged one, where ciphertext never repeats.

`as_of` is in none of them: figures that are merely newer are the same figures.
"""

from typing import NamedTuple

from accounts.intake.parsing.shapes import LoanRow
from accounts.keys import keyring
from accounts.models.choices import PartyRole

S = "\x1f"  # between the parts: control characters are in no value


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
            f"{row.customer_no}{S}{row.name}{S}{row.salutation}{S}{row.phone}{S}{row.email}{S}"
            f"{row.wechat_id}{S}{row.language}{S}{row.timezones}{S}{row.id_last4}{S}"
            f"{row.phone_confirmed_on}{''.join(f'{S}{each}' for each in row.consents)}",
        )
    )


def of_loan(row: LoanRow, person: bytes) -> bytes:
    """Changes with anything the row says, so that two rows of one person do not take turns."""
    return keyring().fingerprint(
        (
            f"{person.hex()}{S}{row.loan_no}{S}{row.lender}{S}{row.product}{S}{row.currency}{S}"
            f"{row.principal}{S}{row.outstanding}{S}{row.amount_due}{S}{row.due_date}{S}"
            f"{row.instalments_paid}{S}{row.instalments_paid_late}{S}{row.cause}"
            f"{S}{row.officer_name}"
            f"{''.join(f'{S}{each}' for each in row.instalments)}",
        )
    )


def of_party(row: LoanRow, person: bytes) -> bytes:
    return keyring().fingerprint((f"{person.hex()}{S}{row.loan_no}{S}{row.role}",))
