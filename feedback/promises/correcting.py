"""A promise that was written down wrongly: withdrawn and made anew in one step."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.models import User
from feedback.models import Promise
from feedback.promises import service


@transaction.atomic
def correct(
    promise: Promise, *, amount: Decimal, on: date, reason: str, by: User, now: datetime
) -> Promise:
    """The promise that takes its place. The silence of the first stays to its own day where that is
    later, as of any that a colleague withdraws. Raises Refused; then nothing is changed."""
    if promise.loan is None or (amount, on) == (promise.amount, promise.pay_on):
        raise Refused(_("Day and amount are as they were."))
    service.cancel(promise, by=by, reason=reason, now=now)
    return service.make(
        promise.customer,
        loan=promise.loan,
        amount=amount,
        on=on,
        source=promise.source,
        by=by,
        now=now,
    )
