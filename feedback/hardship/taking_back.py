"""Customers take back what they asked for on their own page, as long as nothing is granted.

Nobody else can, and nothing they told us elsewhere goes with it: a reply, a call or an agent's case
holds them as before, and two people decide about it.
"""

from datetime import datetime

from django.db.models import Exists, F, OuterRef, Value
from django.db.models.fields import CharField
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.models import Customer
from feedback.hardship.cases import lock
from feedback.hardship.ending import release_holds
from feedback.hardship.timeline import note
from feedback.models import HardshipCase, HardshipDecision, HardshipHold

State = HardshipCase.State
_SENTENCES = {
    "two_people_end_a_hardship": gettext_lazy("This cannot be taken back here. Please call us."),
}


def takeable(customer: Customer) -> HardshipCase | None:
    """The request that the customer may take back now."""
    own = Concat(Value("hardship:"), Cast(F("case_id"), CharField()))
    elsewhere = HardshipHold.objects.filter(case=OuterRef("pk"), hold__released_at=None).exclude(
        hold__source=own
    )
    decided = HardshipDecision.objects.filter(
        case=OuterRef("pk"), state=HardshipDecision.State.PROPOSED
    )
    return HardshipCase.objects.filter(
        ~Exists(elsewhere),
        ~Exists(decided),
        customer=customer,
        state=State.OPEN,
        opened_by=None,
        source__startswith="page:",
        ends_on=None,
    ).first()


def take_back(customer: Customer, *, now: datetime) -> bool:
    """End it, its hold with it. False: there is none any more. Raises Refused."""
    with refusals.guarded(_SENTENCES):
        lock(customer)
        case = takeable(customer)
        if case is None:
            return False
        reason = _("Taken back by the customer.")
        case.state, case.ended_at, case.end_reason = State.ENDED, now, reason
        case.save(update_fields=["state", "ended_at", "end_reason"])
        release_holds(case, by=None, reason=reason, now=now)
        note(case, "taken back", by=None, now=now)
    return True
