"""Loans as we have them, with the payments recorded after their figures."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from accounts.intake.merging import staging_tables
from accounts.intake.merging.ledger import Figures, Payment


class KnownLoan(NamedTuple):
    """A loan as we have it, with the payments recorded after its figures."""

    pk: int
    customer_no: str
    fingerprint: bytes
    as_of: datetime
    figures: Figures
    zone: str
    payments: Sequence[Payment]
    product: str = ""
    due_date: date = date.min
    currency: str = ""
    lender: str = ""
    paid_late: int | None = None
    paid: int | None = None


def known_loans(loan_nos: Sequence[str]) -> dict[str, KnownLoan]:
    """By loan number; at most two queries."""
    found = staging_tables.fetch(
        """
        SELECT l.loan_no, l.id, c.customer_no, l.fingerprint, l.as_of, l.outstanding, l.amount_due,
            z.timezone, l.product, l.due_date, l.currency, z.code,
            l.instalments_paid_late, l.instalments_paid
        FROM accounts_loan l
        JOIN accounts_customer c ON c.id = l.customer_id
        JOIN accounts_lender z ON z.id = l.lender_id
        WHERE l.loan_no = ANY(%s)
        """,
        [loan_nos],
    )
    payments = payments_since_figures([pk for _loan_no, pk, *_rest in found])
    return {
        loan_no: KnownLoan(
            pk,
            customer_no,
            bytes(fingerprint),
            as_of,
            Figures(outstanding, due),
            zone,
            payments[pk],
            *told,
        )
        for loan_no, pk, customer_no, fingerprint, as_of, outstanding, due, zone, *told in found
    }


def payments_since_figures(loan_ids: Sequence[int]) -> Mapping[int, list[Payment]]:
    """Those recorded after the figures we have, less what went back; newer ones need no others."""
    payments: defaultdict[int, list[Payment]] = defaultdict(list)
    if loan_ids:
        found = staging_tables.fetch(
            """
            SELECT r.loan_id, r.recorded_at, r.paid_on, r.amount + COALESCE(v.amount, 0)
            FROM accounts_repayment r JOIN accounts_loan l ON l.id = r.loan_id
            LEFT JOIN accounts_repayment v ON v.reverses_id = r.id
            WHERE r.loan_id = ANY(%s) AND r.recorded_at > l.as_of AND r.amount > 0
            """,
            [loan_ids],
        )
        for loan_id, *payment in found:
            payments[loan_id].append(Payment(*payment))
    return payments
