"""Telling the rest of the house which loans have other figures now, and which were paid for."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection
from django.dispatch import Signal

from accounts.models import Loan
from accounts.signals import (
    contact_points_closed,
    loans_changed,
    repayments_recorded,
    repayments_reversed,
)

LOANS_A_SIGNAL = 5_000
_NAMED = """
SELECT l.id FROM accounts_loan l
WHERE l.id IN (SELECT loan_id FROM {table})
ORDER BY l.customer_id, l.id
"""


def announce_touched(*, now: datetime) -> None:
    """Send `loans_changed` for every loan merged in this transaction, in batches."""
    _announce(loans_changed, "intake_touched", now)


def announce_recorded(*, now: datetime) -> None:
    """Send `repayments_recorded` for every loan money came in for, in batches."""
    _announce(repayments_recorded, "intake_repayment", now)


def announce_reversed(*, now: datetime) -> None:
    """Send `repayments_reversed` for every loan money was taken back from, in batches."""
    _announce(repayments_reversed, "intake_reversal", now)


def announce_retired(*, now: datetime) -> None:
    """Send `contact_points_closed` for every number the lender no longer names, in batches."""
    with connection.chunked_cursor() as cursor:
        cursor.execute("SELECT point_id FROM intake_retired ORDER BY point_id")
        ids: Iterator[int] = (pk for (pk,) in cursor)
        while batch := set(islice(ids, LOANS_A_SIGNAL)):
            contact_points_closed.send(sender=Loan, contact_point_ids=batch, now=now)


def _announce(signal: Signal, table: str, now: datetime) -> None:
    """In the order of their customers, in which everybody locks them."""
    if not signal.has_listeners(Loan):
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(_NAMED.format(table=table))
        ids: Iterator[int] = (pk for (pk,) in cursor)
        while batch := set(islice(ids, LOANS_A_SIGNAL)):
            signal.send(sender=Loan, loan_ids=batch, now=now)
