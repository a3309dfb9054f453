"""What feedback does, in the same transaction, when the ledger changes.

Called for thousands of loans at once while a file is brought in: everything here works in sets.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.dispatch import receiver

from accounts import signals
from feedback.late_payments import find
from feedback.promises import settle_due, taken_back


@receiver(signals.loans_changed, dispatch_uid="feedback.loans_changed")
def judge_promises(*, loan_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    """A promise is kept the moment its loan is settled."""
    settle_due.settle_of_loans(loan_ids, now=now)


@receiver(signals.repayments_recorded, dispatch_uid="feedback.repayments_recorded")
def look_back(*, loan_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    """Money came in, perhaps dated back: promises it keeps, messages that should not have gone."""
    settle_due.settle_of_loans(loan_ids, now=now)
    find.find(loan_ids, now=now)


@receiver(signals.repayments_reversed, dispatch_uid="feedback.repayments_reversed")
def look_again(*, loan_ids: Collection[int], now: datetime, **_ignored: Any) -> None:
    """Money went back again: promises it had kept are judged anew."""
    taken_back.settle_again(loan_ids, now=now)
