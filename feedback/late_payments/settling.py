"""Settling what was found: one apology per customer, or marked as seen.

Both close every open finding of the customer at once, so that nobody gets two apologies.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import Customer, User
from feedback.models import UndueMessage
from messaging.models import Message
from messaging.transactional import notices

State = UndueMessage.State


@transaction.atomic
def apologise(customer: Customer, *, by: User, now: datetime) -> Message:
    """Queue the approved apology in the name of the lender whose message it was.

    Raises Refused when there is nothing open, or the text cannot be sent (the policy's word).
    """
    found = _open(customer)
    if all(hasattr(undue.repayment, "reversed_by") for undue in found):
        raise Refused(_("The payment was taken back since: close it as seen, saying so."))
    lender = max(found, key=lambda undue: undue.handed_over_at).loan.lender
    apology = notices.queue(customer, lender=lender, code=notices.APOLOGY, now=now)
    _close(found, State.APOLOGISED, by=by, now=now, apology=apology)
    return apology


@transaction.atomic
def mark_seen(customer: Customer, *, note: str, by: User, now: datetime) -> int:
    """Close them without a text, saying why (told on the phone, figures were right); how many."""
    note = given(note)
    found = _open(customer)
    _close(found, State.SEEN, by=by, now=now, note=note)
    return len(found)


def _open(customer: Customer) -> list[UndueMessage]:
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)
    rows = UndueMessage.objects.filter(customer=customer, state=State.OPEN)
    found = list(rows.select_related("loan__lender", "repayment__reversed_by").order_by("pk"))
    if not found:
        raise Refused(_("Somebody has settled this already."))
    return found


def _close(
    found: list[UndueMessage],
    state: State,
    *,
    by: User,
    now: datetime,
    apology: Message | None = None,
    note: str = "",
) -> None:
    UndueMessage.objects.filter(pk__in=[undue.pk for undue in found]).update(
        state=state, closed_at=now, closed_by=by, apology=apology, note=note
    )
