"""Telling the rest of the house which loans have other figures now."""

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from django.db import connection

from accounts.models import Loan
from accounts.signals import loans_changed

LOANS_A_SIGNAL = 5_000


def announce_touched(*, now: datetime) -> None:
    """Send `loans_changed` for every loan merged in this transaction, in batches.

    In the order of their customers, in which everybody locks them.
    """
    if not loans_changed.has_listeners(Loan):
        return
    with connection.chunked_cursor() as cursor:
        cursor.execute(
            """
            SELECT l.id FROM accounts_loan l
            WHERE l.id IN (SELECT loan_id FROM intake_touched)
            ORDER BY l.customer_id, l.id
            """
        )
        ids: Iterator[int] = (pk for (pk,) in cursor)
        while batch := set(islice(ids, LOANS_A_SIGNAL)):
            loans_changed.send(sender=Loan, loan_ids=batch, now=now)
