"""Making sure that an address is the customer's: by a colleague with evidence, or by a file.

A text from the number confirms it too; that is read from the replies where it is asked for
(messaging.decisions.facts.customers), so nothing is written for it here.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.models import ContactPoint, User
from accounts.signals import contact_points_confirmed

State = ContactPoint.State
THROUGH_FILE = "import"
"""What an import writes as `confirmed_through`; a colleague's is `staff:3`."""


@transaction.atomic
def confirm(
    point: ContactPoint, *, on: date, evidence: str, by: User, today: date, now: datetime
) -> ContactPoint:
    """A colleague made sure on the day `on` that the address is the customer's.

    It may be written to again where nobody could be reached, or where it was taken for another
    person's: a suppression of the number stands until a supervisor lifts it. An earlier day than
    the one known is refused, as is one still to come. Raises Refused.
    """
    evidence = given(evidence, ask=_("Say on what evidence the number is the customer's."))
    if on > today:
        raise Refused(_("That day is still to come."))
    locked = ContactPoint.objects.select_for_update(no_key=True).get(pk=point.pk)
    if locked.confirmed_on is not None and on < locked.confirmed_on:
        raise Refused(
            _("It was confirmed later than that, on %(day)s.") % {"day": locked.confirmed_on}
        )
    if locked.state == State.RETIRED:
        raise Refused(_("The core system no longer names this address."))
    locked.state = State.ACTIVE
    locked.confirmed_on = on
    locked.confirmed_through = f"staff:{by.pk}"
    locked.confirmed_evidence = evidence
    locked.save(update_fields=["state", "confirmed_on", "confirmed_through", "confirmed_evidence"])
    contact_points_confirmed.send(sender=ContactPoint, contact_point_ids={locked.pk}, now=now)
    return locked
