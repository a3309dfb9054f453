"""The loans due for a run, streamed by customer: the others are not even read."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import groupby

from django.db import connection

from accounts.models import Lender, Loan
from messaging.decisions.facts.loans import LOAN_COLUMNS, loan_rows
from messaging.decisions.facts.rows import LoanRow

DAYS_AHEAD = 7
"""The first stage begins this many days before the due date."""

CUSTOMERS_PER_BATCH = 5_000
"""Bounds the memory of planning; each batch costs the same dozen queries."""

Batch = list[list[LoanRow]]


def batches(
    lender: Lender, day: date, *, size: int = CUSTOMERS_PER_BATCH, after: int = 0
) -> Iterator[Batch]:
    """Lists of customers' loans due, `size` customers each, from the customer id after `after` on.

    Call inside a transaction.
    """
    with connection.cursor() as cursor:
        # The whole result is read: without this, a cursor may prefer to walk every loan in order.
        cursor.execute("SET LOCAL cursor_tuple_fraction = 1")
    rows = (
        Loan.objects.filter(
            lender=lender,
            amount_due__gt=0,
            due_date__lte=day + timedelta(days=DAYS_AHEAD),
            customer_id__gt=after,
        )
        .order_by("customer_id", "pk")
        .values_list(*LOAN_COLUMNS)
        .iterator(chunk_size=size)
    )
    batch: Batch = []
    for _customer, loans in groupby(loan_rows(rows), key=lambda row: row.customer_id):
        batch.append(list(loans))
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
