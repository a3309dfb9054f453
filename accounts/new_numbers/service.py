"""“My number is now …”: one person writes it down, another types it again from what the customer
said, and only then it is a contact point that texts may go to.

Typing it again is the second look: whoever only nods would let a slip of the finger tell a stranger
what somebody owes.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _, gettext_lazy

from accounts.database import refusals
from accounts.errors import Refused
from accounts.input.reasons import given
from accounts.intake.parsing.cells.addresses import gets_texts
from accounts.keys import keyring
from accounts.models import ContactPoint, Customer, NewNumber, User
from accounts.models.choices import Channel, PartyRole
from accounts.new_numbers import countries
from accounts.signals import (
    contact_point_replaced,
    contact_points_closed,
    contact_points_confirmed,
)

State = NewNumber.State
REPLACED = "replaced"
"""Why what gave way to a new one is retired: a file that names it again changes nothing."""

SENTENCES = {
    "a_new_number_takes_two_people": gettext_lazy(
        "Another person has to decide: you asked for it yourself."
    ),
    "one_new_number_of_a_customer_at_a_time": gettext_lazy(
        "A new number of this customer waits to be decided already."
    ),
    "new_number_states": gettext_lazy("This has been decided already."),
    "who_acts_may": gettext_lazy("Your role may not do this."),
    "a_new_number_is_said_by_its_customer": gettext_lazy(
        "The conversation named is not one of this customer's. Ask from the customer's own."
    ),
}


def ask(
    customer: Customer,
    *,
    typed: str,
    replaces: ContactPoint | None,
    why: str,
    by: User,
    now: datetime,
    source: str = "",
) -> NewNumber:
    """Written down; a second person decides. `replaces`: the number that is theirs no longer, None
    where they keep both; `source`: what it was said in, as "conversation:7". Raises Refused."""
    why = given(
        why, ask=_("Say how the customer told it, where another person can hear or read it.")
    )
    number = countries.read(typed, countries.of_customer(customer))
    if customer.erased_at is not None:
        raise Refused(_("This person has been erased."))
    if replaces is not None and replaces.customer_id != customer.pk:
        raise Refused(_("That number is somebody else's."))
    standing = _point(customer, number)
    if standing is not None and standing.state == ContactPoint.State.ACTIVE:
        raise Refused(_("This number is on file and in use already."))
    with refusals.guarded(SENTENCES):
        return NewNumber.objects.create(
            customer=customer,
            number=number,
            replaces=replaces,
            why=why,
            source=source,
            asked_by=by,
            asked_at=now,
        )


def approve(asked: NewNumber, *, typed: str, by: User, today: date, now: datetime) -> NewNumber:
    """The second person typed the same number: it is the customer's from now on, and the one it
    replaces is retired. What stops the number (an opt-out, another person's) goes on, and an
    opt-out of the one it replaces holds for it too. Raises Refused."""
    with refusals.guarded(SENTENCES):
        fresh = _open(asked)
        if by.pk == fresh.asked_by_id:
            raise Refused(str(SENTENCES["a_new_number_takes_two_people"]))
        if countries.read(typed, countries.of_customer(fresh.customer)) != fresh.number:
            raise Refused(
                _("That is not the number that was asked for. Compare both with what was said.")
            )
        point = _brought_in(fresh, today=today, now=now)
        if fresh.replaces is not None and fresh.replaces.pk != point.pk:
            _retire(fresh.replaces, now=now)
            contact_point_replaced.send(
                sender=ContactPoint, old=fresh.replaces, new=point, by=by, now=now
            )
        done = _moved(fresh, State.APPROVED, by=by, now=now, point=point)
        contact_points_confirmed.send(sender=ContactPoint, contact_point_ids={point.pk}, now=now)
        return done


def refuse(asked: NewNumber, *, by: User, now: datetime) -> NewNumber:
    """The second person does not agree. Raises Refused."""
    with refusals.guarded(SENTENCES):
        return _moved(_open(asked), State.REFUSED, by=by, now=now)


def withdraw(asked: NewNumber, *, by: User, now: datetime) -> NewNumber:
    """Who asked takes it back. Raises Refused."""
    with refusals.guarded(SENTENCES):
        fresh = _open(asked)
        if fresh.asked_by_id != by.pk:
            raise Refused(_("Only the person who asked can withdraw it."))
        return _moved(fresh, State.WITHDRAWN, by=by, now=now)


def _channel(number: str) -> str:
    """A landline is called, never texted."""
    return Channel.SMS if gets_texts(number) else Channel.PHONE


def _point(customer: Customer, number: str) -> ContactPoint | None:
    channel = _channel(number)
    address_hash = keyring().suppression_hash(number, channel)
    points = ContactPoint.objects.filter(customer=customer, channel=channel)
    return points.filter(address_hash=address_hash).first()


def _brought_in(asked: NewNumber, *, today: date, now: datetime) -> ContactPoint:
    number, channel = asked.number, _channel(asked.number)
    point = _point(asked.customer, number) or ContactPoint(
        customer=asked.customer,
        channel=channel,
        role=PartyRole.DEBTOR,
        address=number,
        address_index=ContactPoint.address.field.index(number),
        address_hash=keyring().suppression_hash(number, channel),
    )
    point.state, point.retired_why, point.retired_at = ContactPoint.State.ACTIVE, "", None
    point.seen_at, point.confirmed_on = now, today
    point.confirmed_through, point.confirmed_evidence = f"staff:{asked.asked_by_id}", asked.why
    point.save()
    return point


def _retire(point: ContactPoint, *, now: datetime) -> None:
    ContactPoint.objects.filter(pk=point.pk).update(
        state=ContactPoint.State.RETIRED, retired_why=REPLACED, retired_at=now
    )
    contact_points_closed.send(sender=ContactPoint, contact_point_ids={point.pk}, now=now)


@transaction.atomic
def _open(asked: NewNumber) -> NewNumber:
    rows = NewNumber.objects.select_related("customer", "replaces")
    fresh = rows.select_for_update(of=("self",), no_key=True).get(pk=asked.pk)
    if fresh.state != State.ASKED:
        raise Refused(
            _("This has been decided already: %(state)s.") % {"state": fresh.get_state_display()}
        )
    return fresh


def _moved(
    fresh: NewNumber, after: str, *, by: User, now: datetime, point: ContactPoint | None = None
) -> NewNumber:
    fresh.state, fresh.decided_by, fresh.decided_at, fresh.point = after, by, now, point
    fresh.save(update_fields=["state", "decided_by", "decided_at", "point"])
    return fresh
