"""Keyed fingerprints: tell a changed row from an unchanged one, where ciphertext never repeats.

`as_of` is in none of them: figures that are merely newer are the same figures.
"""

from accounts.intake.facts import LoanRow
from accounts.keys import keyring


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
    """For co-debtors and guarantors, whose rows say nothing of the loan itself."""
    return keyring().fingerprint((person.hex(), row.loan_no, row.role))
